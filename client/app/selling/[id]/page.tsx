import { Id, Product } from '@ecommerce/contracts';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Heading } from '@/components/heading';
import { Loaded } from '@/components/loaded';
import { ProductForm } from '@/components/product-form';
import { RemoveProduct } from '@/components/remove-product';
import { read } from '@/lib/services';
import { authorize, readVisitor } from '@/lib/visitor';

export const metadata: Metadata = { title: 'Edit product' };

export default async function EditProductPage({ params }: { params: Promise<{ id: string }> }) {
  const id = Id.safeParse((await params).id).data ?? notFound();
  const [visitor, product] = await Promise.all([
    readVisitor(),
    read((api) => api.GET('/api/products/{id}', { params: { path: { id } } }), Product),
  ]);
  const result = authorize(visitor, product, ({ userId }) => userId);
  return (
    <div className="mx-auto max-w-2xl">
      <Heading title="Edit product" />
      <Loaded result={result} subject="This product" path={`/selling/${id}`}>
        {(data) => (
          <>
            <ProductForm product={data} />
            <RemoveProduct id={data.id} />
          </>
        )}
      </Loaded>
    </div>
  );
}
