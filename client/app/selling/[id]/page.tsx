import { Id, Product } from '@ecommerce/contracts';
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { Heading } from '@/components/heading';
import { Empty, SessionEnded, Unavailable } from '@/components/notice';
import { ProductForm } from '@/components/product-form';
import { ask } from '@/lib/services';
import { readUser } from '@/lib/visitor';

export const metadata: Metadata = { title: 'Edit a product' };

export default async function EditProductPage({ params }: { params: Promise<{ id: string }> }) {
  const id = Id.safeParse((await params).id).data ?? notFound();
  const [answer, { user, unavailable }] = await Promise.all([
    ask('products', `/api/products/${id}`, Product),
    readUser(),
  ]);
  if (!answer.ok && answer.reason === 'missing') notFound();
  return (
    <div className="mx-auto max-w-2xl">
      <Heading title="Edit a product" />
      {!user && !unavailable ? (
        <SessionEnded path={`/selling/${id}`} />
      ) : !answer.ok ? (
        <Unavailable what="This product" again={`/selling/${id}`} />
      ) : user && user.id !== answer.data.userId ? (
        <Empty
          title="This is somebody else’s product"
          action={
            <Link href="/selling" className="button-primary">
              Your products
            </Link>
          }
        >
          Only its seller can change it.
        </Empty>
      ) : (
        <ProductForm product={answer.data} />
      )}
    </div>
  );
}
