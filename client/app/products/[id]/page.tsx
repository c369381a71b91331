import { Id, Product } from '@ecommerce/contracts';
import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { AddToCart } from '@/components/add-to-cart';
import { BackIcon } from '@/components/icons';
import { Loaded } from '@/components/loaded';
import { stockLabel } from '@/components/product-card';
import { SquareImage } from '@/components/square-image';
import { formatMoney } from '@/lib/money';
import { read } from '@/lib/services';
import { readVisitor, userOf } from '@/lib/visitor';

interface Props {
  params: Promise<{ id: string }>;
}

const readProduct = cache(async (text: string) => {
  const id = Id.safeParse(text).data ?? notFound();
  return read((api) => api.GET('/api/products/{id}', { params: { path: { id } } }), Product);
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const result = await readProduct((await params).id);
  // An absolute title, because Next's template would expand a `$&` in the product's title.
  return { title: result.ok ? { absolute: `${result.data.title} · Common Goods` } : 'Product' };
}

export default async function ProductPage({ params }: Props) {
  const { id } = await params;
  const [result, visitor] = await Promise.all([readProduct(id), readVisitor()]);
  return (
    <Loaded result={result} subject="This product" path={`/products/${id}`}>
      {(product) => <ProductView product={product} owned={userOf(visitor)?.id === product.userId} />}
    </Loaded>
  );
}

function ProductView({ product, owned }: { product: Product; owned: boolean }) {
  const stock = stockLabel(product.quantity);
  return (
    <>
      <Link href="/" className="link mb-6 inline-flex min-h-11 items-center gap-1">
        <BackIcon /> All products
      </Link>
      <article className="grid gap-8 md:grid-cols-2 md:gap-12">
        <SquareImage
          src={product.imageUrl}
          alt={product.title}
          eager
          className="rounded-2xl border border-line"
        />
        <div className="flex flex-col gap-6 md:pt-4">
          <h1 className="text-3xl wrap-anywhere sm:text-4xl">{product.title}</h1>
          <p className="flex flex-wrap items-baseline gap-x-4">
            <span className="text-2xl font-semibold tabular-nums">{formatMoney(product.price)}</span>
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
              This product is sold out. The seller may restock it, so check back later.
            </p>
          )}
          {owned && (
            <p className="border-t border-line pt-6 text-soft">
              This is your product.{' '}
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
