import type { Metadata } from 'next';
import { Heading } from '@/components/heading';
import { SessionEnded } from '@/components/notice';
import { ProductForm } from '@/components/product-form';
import { readUser } from '@/lib/visitor';

export const metadata: Metadata = { title: 'Sell something' };

export default async function NewProductPage() {
  const { user, unavailable } = await readUser();
  return (
    <div className="mx-auto max-w-2xl">
      <Heading title="Sell something" />
      {user || unavailable ? <ProductForm /> : <SessionEnded path="/selling/new" />}
    </div>
  );
}
