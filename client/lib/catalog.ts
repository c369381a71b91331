import { PageQuery, Product, ProductsQuery } from '@ecommerce/contracts';
import { z } from 'zod';
import { read } from './services';

type SearchParams = Record<string, string | string[] | undefined>;
export interface SearchProps {
  searchParams: Promise<SearchParams>;
}

export const PAGE_SIZE = 24;

/** The page number in `?page=`; 1 if it is missing or invalid. */
export const parsePage = ({ page }: SearchParams): number => PageQuery.shape.page.safeParse(page).data ?? 1;

/** Parses the catalog's URL parameters, ignoring those that the API would reject. */
export function parseCatalogQuery(params: SearchParams): ProductsQuery {
  const { shape } = ProductsQuery;
  return {
    search: shape.search.safeParse(params.search).data,
    sort: shape.sort.safeParse(params.sort).data,
    page: parsePage(params),
    limit: PAGE_SIZE,
    mine: false,
  };
}

export const readProducts = (query: ProductsQuery) =>
  read(
    (api) => api.GET('/api/products', { params: { query: { ...query, mine: query.mine || undefined } } }),
    z.array(Product),
  );

/** The URL of a page of the catalog, without parameters at their default value. */
export const catalogPath = ({ search, sort }: ProductsQuery, page: number): string =>
  urlOf('/', {
    search,
    sort: sort === 'newest' && !search ? undefined : sort,
    page: page > 1 ? page : undefined,
  });

/** The URL of a page of another list. */
export const listPath = (path: string, page: number): string =>
  urlOf(path, { page: page > 1 ? page : undefined });

function urlOf(path: string, params: Record<string, string | number | boolean | undefined>): string {
  const given = Object.entries(params).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return given.length > 0 ? `${path}?${new URLSearchParams(given)}` : path;
}
