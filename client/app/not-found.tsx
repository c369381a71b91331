import type { Metadata } from 'next';
import Link from 'next/link';
import { ErrorPage } from '@/components/error-page';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <ErrorPage
      code="404"
      title="There is nothing here"
      action={
        <Link href="/" className="button-primary">
          To all products
        </Link>
      }
    >
      The address may be mistyped, or what was here has gone.
    </ErrorPage>
  );
}
