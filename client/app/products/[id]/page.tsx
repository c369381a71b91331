import { Id, Product } from '@ecommerce/contracts';
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { AddToCart } from '@/components/add-to-cart';
import { BackIcon } from '@/components/icons';
import { Unavailable } from '@/components/notice';
import { stockWords } from '@/components/product-card';
import { ProductImage } from '@/components/product-image';
import { money } from '@/lib/money';
import { ask } from '@/lib/services';
import { readUser } from '@/lib/visitor';

interface Props {
  params: Promise<{ id: string }>;
}

const readProduct = cache(async (text: string) => {
  const id = Id.safeParse(text);
  return id.success
    ? ask('products', `/api/products/${id.data}`, Product)
    : ({ ok: false, reason: 'missing' } as const);
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const answer = await readProduct((await params).id);
  // Whole, as Next would take a `$&` in it for its own.
  return { title: answer.ok ? { absolute: `${answer.data.title} · Common Goods` } : 'A product' };
}

export default async function ProductPage({ params }: Props) {
  const { id } = await params;
  const [answer, { user }] = await Promise.all([readProduct(id), readUser()]);
  if (!answer.ok && answer.reason === 'missing') notFound();
  if (!answer.ok) return <Unavailable what="This product" again={`/products/${id}`} />;
  const product = answer.data;
  const stock = stockWords(product.quantity);
  return (
    <>
      <Link href="/" className="link mb-6 inline-flex min-h-11 items-center gap-1">
        <BackIcon /> All products
      </Link>
      <article className="grid gap-8 md:grid-cols-2 md:gap-12">
        <ProductImage
          src={product.imageUrl}
          alt={product.title}
          eager
          className="rounded-2xl border border-line"
        />
        <div className="flex flex-col gap-6 md:pt-4">
          <h1 className="text-3xl wrap-anywhere sm:text-4xl">{product.title}</h1>
          <p className="flex flex-wrap items-baseline gap-x-4">
            <span className="text-2xl font-semibold tabular-nums">{money(product.price)}</span>
            {stock ? (
              <span className={product.quantity === 0 ? 'font-medium text-bad' : 'text-warn'}>{stock}</span>
            ) : (
              <span className="text-soft">In stock</span>
            )}
          </p>
          {product.quantity > 0 ? (
            <AddToCart product={product} />
          ) : (
            <p className="max-w-prose text-soft">
              The last one has just found a home. The seller may bring more, so it is worth coming back.
            </p>
          )}
          {user?.id === product.userId && (
            <p className="border-t border-line pt-6 text-soft">
              This is a product of yours.{' '}
              <Link href={`/selling/${product.id}`} className="link">
                Edit it
              </Link>
            </p>
          )}
        </div>
      </article>
    </>
  );
}
