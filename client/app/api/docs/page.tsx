import type { Metadata } from 'next';
import { ApiExplorer } from '@/components/api-explorer';
import { Heading } from '@/components/heading';

export const metadata: Metadata = { title: 'API' };

// Here rather than in a service of its own: this is what serves pages, with a policy of contents and compressed scripts.
export default function ApiPage() {
  return (
    <>
      <Heading title="The API, to read and to try" />
      <ApiExplorer />
    </>
  );
}
