import type { Metadata } from 'next';
import Link from 'next/link';
import { Heading } from '@/components/heading';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <div className="mx-auto max-w-xl py-10 text-center">
      <p className="mb-2 text-soft tabular-nums">404</p>
      <div className="[&>div]:justify-center">
        <Heading title="There is nothing here" />
      </div>
      <p className="mb-8 text-soft">The address may be mistyped, or what was here has gone.</p>
      <Link href="/" className="button-main">
        To all products
      </Link>
    </div>
  );
}
