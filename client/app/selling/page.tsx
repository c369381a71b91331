import type { Product } from '@ecommerce/contracts';
import type { Metadata } from 'next';
import Link from 'next/link';
import { Heading } from '@/components/heading';
import { Empty } from '@/components/notice';
import { PagedList } from '@/components/paged-list';
import { SquareImage } from '@/components/square-image';
import { listPath, PAGE_SIZE, parsePage, readProducts, type SearchProps } from '@/lib/catalog';
import { formatMoney } from '@/lib/money';

export const metadata: Metadata = { title: 'Your products' };

export default async function SellingPage({ searchParams }: SearchProps) {
  const page = parsePage(await searchParams);
  const result = await readProducts({ page, limit: PAGE_SIZE, sort: 'newest', mine: true });
  return (
    <>
      <Heading title="Your products">
        {result.ok && result.data.length > 0 && (
          <Link href="/selling/new" className="button-primary">
            Sell something
          </Link>
        )}
      </Heading>
      <PagedList
        result={result}
        subject="Your products"
        page={page}
        size={PAGE_SIZE}
        href={(to) => listPath('/selling', to)}
        empty={
          <Empty
            title="You are not selling anything yet"
            links={[{ href: '/selling/new', label: 'Sell something' }]}
          >
            Add a title, a price and, if you like, an image. Buyers see it right away.
          </Empty>
        }
      >
        {(products) => (
          <ul className="panel divide-y divide-line">
            {products.map((product) => (
              <Row key={product.id} product={product} />
            ))}
          </ul>
        )}
      </PagedList>
    </>
  );
}

const Row = ({ product: { id, title, price, quantity, imageUrl } }: { product: Product }) => (
  <li className="flex gap-4 p-4 sm:items-center">
    <SquareImage src={imageUrl} className="size-16 shrink-0 rounded-lg" />
    <div className="flex min-w-0 flex-1 flex-col gap-x-6 gap-y-1 sm:flex-row sm:items-center">
      <h2 className="min-w-0 flex-1 font-sans text-base font-medium tracking-normal wrap-anywhere">
        <Link href={`/products/${id}`} prefetch={false} className="rounded-sm hover:underline">
          {title}
        </Link>
      </h2>
      <p className="tabular-nums sm:w-28 sm:text-right">{formatMoney(price)}</p>
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
