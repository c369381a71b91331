import type { Metadata } from 'next';
import { ApiExplorer } from '@/components/api-explorer';
import { Heading } from '@/components/heading';

export const metadata: Metadata = { title: 'API' };

// Part of the storefront, which already serves pages with a Content-Security-Policy and compressed scripts.
export default function ApiPage() {
  return (
    <>
      <Heading title="The API, to read and to try" />
      <ApiExplorer />
    </>
  );
}
