import { Id, Product } from '@ecommerce/shared/contracts';
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { Heading } from '@/components/heading';
import { Away, Empty, SessionEnded } from '@/components/notice';
import { ProductForm } from '@/components/product-form';
import { ask } from '@/lib/services';
import { readUser } from '@/lib/session';

export const metadata: Metadata = { title: 'Edit a product' };

export default async function EditProductPage({ params }: { params: Promise<{ id: string }> }) {
  const id = Id.safeParse((await params).id).data ?? notFound();
  const [answer, { user, away }] = await Promise.all([
    ask('products', `/api/products/${id}`, Product),
    readUser(),
  ]);
  if (!answer.ok && answer.why === 'missing') notFound();
  return (
    <div className="mx-auto max-w-2xl">
      <Heading title="Edit a product" />
      {!user && !away ? (
        <SessionEnded path={`/selling/${id}`} />
      ) : !answer.ok ? (
        <Away what="This product" again={`/selling/${id}`} />
      ) : user && user.id !== answer.data.userId ? (
        <Empty
          title="This is somebody else’s product"
          action={
            <Link href="/selling" className="button-main">
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
