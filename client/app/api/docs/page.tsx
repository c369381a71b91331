import type { Metadata } from 'next';
import { ApiExplorer } from '@/components/api-explorer';
import { Heading } from '@/components/heading';

export const metadata: Metadata = { title: 'API' };

// Served by the storefront because it already has a Content-Security-Policy and compressed scripts.
export default function ApiPage() {
  return (
    <>
      <Heading title="API reference" />
      <ApiExplorer />
    </>
  );
}
