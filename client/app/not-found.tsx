import type { Metadata } from 'next';
import Link from 'next/link';
import { ErrorPage } from '@/components/error-page';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <ErrorPage
      code="404"
      title="This page does not exist"
      text="The link may be broken, or the page may have been removed."
    >
      <Link href="/" className="button-primary">
        Browse products
      </Link>
    </ErrorPage>
  );
}
