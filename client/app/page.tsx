import { CatalogForm } from '@/components/catalog-form';
import { Heading } from '@/components/heading';
import { Empty } from '@/components/notice';
import { PagedList } from '@/components/paged-list';
import { ProductCard } from '@/components/product-card';
import { catalogPath, PAGE_SIZE, parseCatalogQuery, readProducts, type SearchProps } from '@/lib/catalog';

export default async function CatalogPage({ searchParams }: SearchProps) {
  const query = parseCatalogQuery(await searchParams);
  const result = await readProducts(query);
  return (
    <>
      <Heading title="Good things, fairly sold">
        {result.ok && (
          <p className="text-soft" role="status">
            {result.total === 1 ? '1 product' : `${result.total} products`}
            {query.search && ` for “${query.search}”`}
          </p>
        )}
      </Heading>
      <CatalogForm search={query.search} sort={query.sort} />
      <PagedList
        result={result}
        subject="The products"
        page={query.page}
        size={PAGE_SIZE}
        href={(page) => catalogPath(query, page)}
        empty={<NoProducts search={query.search} />}
      >
        {(products) => (
          <ul className="product-grid">
            {products.map((product, index) => (
              <ProductCard key={product.id} product={product} eager={index < 4} />
            ))}
          </ul>
        )}
      </PagedList>
    </>
  );
}

function NoProducts({ search }: { search: string | undefined }) {
  if (search)
    return (
      <Empty title={`No results for “${search}”`} links={[{ href: '/', label: 'Show all products' }]}>
        Try fewer or different words. We search product titles.
      </Empty>
    );
  return (
    <Empty title="No products yet" links={[{ href: '/selling/new', label: 'Sell something' }]}>
      Be the first to sell. All you need is a title and a price.
    </Empty>
  );
}
