import { Product, ProductsQuery } from '@ecommerce/contracts';
import { z } from 'zod';
import { ask } from './services';

export type Params = Record<string, string | string[] | undefined>;
export const PAGE_SIZE = 24;

/** Of a page's address what the API would take; anything else is as if it were not there. */
export function readQuery({ search, sort, page }: Params): ProductsQuery {
  const { shape } = ProductsQuery;
  return {
    search: shape.search.safeParse(search).data,
    sort: shape.sort.safeParse(sort).data ?? 'newest',
    page: shape.page.safeParse(page).data ?? 1,
    limit: PAGE_SIZE,
    mine: false,
  };
}

export const readProducts = (query: ProductsQuery) => {
  const params = new URLSearchParams({
    page: String(query.page),
    limit: String(query.limit),
    sort: query.sort,
  });
  if (query.search) params.set('search', query.search);
  if (query.mine) params.set('mine', 'true');
  return ask('products', `/api/products?${params}`, z.array(Product));
};

/** The address of a page of the catalog; what is as usual is left out. */
export function catalogPath({ search, sort }: ProductsQuery, page: number): string {
  const params = new URLSearchParams();
  if (search) params.set('search', search);
  if (sort !== 'newest') params.set('sort', sort);
  if (page > 1) params.set('page', String(page));
  return params.size > 0 ? `/?${params}` : '/';
}
