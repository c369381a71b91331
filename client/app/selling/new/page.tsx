import type { Metadata } from 'next';
import { Heading } from '@/components/heading';
import { SignInAgain } from '@/components/loaded';
import { ProductForm } from '@/components/product-form';
import { readVisitor } from '@/lib/visitor';

export const metadata: Metadata = { title: 'Sell something' };

export default async function NewProductPage() {
  const visitor = await readVisitor();
  return (
    <div className="mx-auto max-w-2xl">
      <Heading title="Sell something" />
      {visitor.kind === 'guest' ? <SignInAgain path="/selling/new" /> : <ProductForm />}
    </div>
  );
}
