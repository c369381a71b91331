import { PageQuery, type Product } from '@ecommerce/contracts';
import type { Metadata } from 'next';
import Link from 'next/link';
import { Heading } from '@/components/heading';
import { Empty, NoSuchPage, SessionEnded, Unavailable } from '@/components/notice';
import { Pager } from '@/components/pager';
import { ProductImage } from '@/components/product-image';
import { PAGE_SIZE, type Params, readProducts } from '@/lib/catalog';
import { money } from '@/lib/money';

export const metadata: Metadata = { title: 'Your products' };

export default async function SellingPage({ searchParams }: { searchParams: Promise<Params> }) {
  const page = PageQuery.shape.page.safeParse((await searchParams).page).data ?? 1;
  const answer = await readProducts({ page, limit: PAGE_SIZE, sort: 'newest', mine: true });
  const sell = (
    <Link href="/selling/new" className="button-primary">
      Sell something
    </Link>
  );
  return (
    <>
      <Heading title="Your products">{answer.ok && answer.data.length > 0 && sell}</Heading>
      {!answer.ok ? (
        answer.reason === 'signedOut' ? (
          <SessionEnded path="/selling" />
        ) : (
          <Unavailable what="Your products" again="/selling" />
        )
      ) : answer.data.length === 0 && answer.total > 0 ? (
        <NoSuchPage first="/selling" />
      ) : answer.data.length === 0 ? (
        <Empty title="You sell nothing yet" action={sell}>
          It takes a title, a price and, if you like, an image. Buyers see it at once.
        </Empty>
      ) : (
        <ul className="panel divide-y divide-line">
          {answer.data.map((product) => (
            <Row key={product.id} product={product} />
          ))}
        </ul>
      )}
      {answer.ok && (
        <Pager page={page} total={answer.total} size={PAGE_SIZE} href={(to) => `/selling?page=${to}`} />
      )}
    </>
  );
}

const Row = ({ product: { id, title, price, quantity, imageUrl } }: { product: Product }) => (
  <li className="flex gap-4 p-4 sm:items-center">
    <ProductImage src={imageUrl} className="size-16 shrink-0 rounded-lg" />
    <div className="flex min-w-0 flex-1 flex-col gap-x-6 gap-y-1 sm:flex-row sm:items-center">
      <h2 className="min-w-0 flex-1 font-sans text-base font-medium tracking-normal wrap-anywhere">
        <Link href={`/products/${id}`} prefetch={false} className="rounded-sm hover:underline">
          {title}
        </Link>
      </h2>
      <p className="tabular-nums sm:w-28 sm:text-right">{money(price)}</p>
      <p className={`sm:w-28 sm:text-right ${quantity === 0 ? 'text-bad' : 'text-soft'}`}>
        {quantity === 0 ? 'Sold out' : `${quantity} in stock`}
      </p>
      <Link
        href={`/selling/${id}`}
        prefetch={false}
        className="button-secondary mt-1 self-start px-4 sm:mt-0 sm:self-center"
      >
        Edit<span className="sr-only"> {title}</span>
      </Link>
    </div>
  </li>
);
