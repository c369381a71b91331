import Link from 'next/link';
import { CatalogForm } from '@/components/catalog-form';
import { Heading } from '@/components/heading';
import { Empty, NoSuchPage, Unavailable } from '@/components/notice';
import { Pager } from '@/components/pager';
import { ProductCard, productGrid } from '@/components/product-card';
import { catalogPath, PAGE_SIZE, type Params, readProducts, readQuery } from '@/lib/catalog';

export default async function CatalogPage({ searchParams }: { searchParams: Promise<Params> }) {
  const query = readQuery(await searchParams);
  const answer = await readProducts(query);
  return (
    <>
      <Heading title="Good things, fairly sold">
        {answer.ok && (
          <p className="text-soft" role="status">
            {answer.total === 1 ? '1 product' : `${answer.total} products`}
            {query.search && ` for “${query.search}”`}
          </p>
        )}
      </Heading>
      <CatalogForm search={query.search} sort={query.sort} />
      {!answer.ok ? (
        <Unavailable what="The products" again={catalogPath(query, query.page)} />
      ) : answer.data.length === 0 && answer.total > 0 ? (
        <NoSuchPage first={catalogPath(query, 1)} />
      ) : answer.data.length === 0 ? (
        <Nothing search={query.search} />
      ) : (
        <ul className={productGrid}>
          {answer.data.map((product, index) => (
            <ProductCard key={product.id} product={product} eager={index < 4} />
          ))}
        </ul>
      )}
      {answer.ok && (
        <Pager
          page={query.page}
          total={answer.total}
          size={PAGE_SIZE}
          href={(page) => catalogPath(query, page)}
        />
      )}
    </>
  );
}

function Nothing({ search }: { search: string | undefined }) {
  if (search)
    return (
      <Empty
        title={`Nothing found for “${search}”`}
        action={
          <Link href="/" className="button-secondary">
            Show all products
          </Link>
        }
      >
        Try fewer or other words: the search looks for them in the titles.
      </Empty>
    );
  return (
    <Empty
      title="Nothing is for sale yet"
      action={
        <Link href="/selling/new" className="button-primary">
          Sell something
        </Link>
      }
    >
      Be the first: it takes a title, a price and, if you like, an image.
    </Empty>
  );
}
