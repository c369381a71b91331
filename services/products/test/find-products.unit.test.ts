import { ProductsQuery } from '@ecommerce/contracts';
import { Catalog } from '../src/catalog/catalog.ts';
import { findProducts } from '../src/find-products.ts';
import { catalogOf, idOf, row } from './catalog/rows.ts';

const catalog = catalogOf([
  row(1, { title: 'A teapot', price: 3 }),
  row(2, { title: 'Teapot', price: 2, userId: idOf(7) }),
  row(3, { title: 'Steapot', price: 1 }),
]);
const found = (query: Record<string, string>, userId?: string) => {
  const user = userId ? { id: userId, email: 'someone@example.com' } : undefined;
  const { page, total } = findProducts(catalog, ProductsQuery.parse(query), user);
  return { page: page.map(({ title }) => title), total };
};

describe('findProducts', () => {
  it('lists the newest first without a search, and the best match first with one', () => {
    expect(found({}).page).toEqual(['Steapot', 'Teapot', 'A teapot']);
    expect(found({ search: 'teapot' }).page).toEqual(['Teapot', 'A teapot', 'Steapot']);
    expect(found({ search: 'teapot', sort: 'price' }).page).toEqual(['Steapot', 'Teapot', 'A teapot']);
  });

  it('returns one page with the number of products on all pages', () => {
    expect(found({ page: '2', limit: '2' })).toEqual({ page: ['A teapot'], total: 3 });
    expect(found({ page: '3', limit: '2' })).toEqual({ page: [], total: 3 });
  });

  it('lists the products of the caller', () => {
    expect(found({ mine: 'true' }, idOf(7))).toEqual({ page: ['Teapot'], total: 1 });
    expect(() => found({ mine: 'true' })).toThrow(expect.objectContaining({ code: 'not_signed_in' }));
  });

  it('is unavailable until the catalog is filled', () => {
    expect(() => findProducts(new Catalog(), ProductsQuery.parse({}))).toThrow(
      expect.objectContaining({ code: 'unavailable' }),
    );
  });
});
