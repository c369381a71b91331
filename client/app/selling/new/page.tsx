import type { Metadata } from 'next';
import { Heading } from '@/components/heading';
import { SessionEnded } from '@/components/notice';
import { ProductForm } from '@/components/product-form';
import { readUser } from '@/lib/session';

export const metadata: Metadata = { title: 'Sell something' };

export default async function NewProductPage() {
  const { user, away } = await readUser();
  return (
    <div className="mx-auto max-w-2xl">
      <Heading title="Sell something" />
      {user || away ? <ProductForm /> : <SessionEnded path="/selling/new" />}
    </div>
  );
}
