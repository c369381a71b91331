import type { Metadata } from 'next';
import Link from 'next/link';
import { DeadEnd } from '@/components/dead-end';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <DeadEnd
      code="404"
      title="There is nothing here"
      action={
        <Link href="/" className="button-main">
          To all products
        </Link>
      }
    >
      The address may be mistyped, or what was here has gone.
    </DeadEnd>
  );
}
