import { Catalog } from '../../src/catalog/catalog.ts';
import type { CatalogRow } from '../../src/catalog/catalog-row.ts';

/** Returns the id of the product with this number. */
export const idOf = (number: number): string => number.toString(16).padStart(24, '0');

/** Builds the row of the product with this number; higher numbers are newer. */
export const row = (number: number, fields: Partial<CatalogRow> = {}): CatalogRow => ({
  id: idOf(number),
  title: `Product ${number}`,
  price: 10,
  quantity: 5,
  userId: idOf(1),
  version: 0,
  imageUrl: null,
  imageBytes: 0,
  createdAt: number * 1000,
  updatedAt: number * 1000,
  ...fields,
});

export function catalogOf(rows: CatalogRow[]): Catalog {
  const catalog = new Catalog();
  for (const one of rows) catalog.put(one);
  catalog.finish();
  return catalog;
}

/** Builds a catalog of products with these titles, oldest first. */
export const catalogOfTitles = (...titles: string[]): Catalog =>
  catalogOf(titles.map((title, index) => row(index + 1, { title })));

type Query = Partial<Parameters<Catalog['list']>[0]>;

const list = (catalog: Catalog, query: Query) =>
  catalog.list({ sort: query.search === undefined ? 'newest' : 'relevance', skip: 0, limit: 100, ...query });

export const titles = (catalog: Catalog, query: Query): string[] =>
  list(catalog, query).page.map(({ title }) => title);

/** Returns the numbers of the products on a page, and the total. */
export function numbers(catalog: Catalog, query: Query): { page: number[]; total: number } {
  const { page, total } = list(catalog, query);
  return { page: page.map(({ id }) => Number.parseInt(id, 16)), total };
}
