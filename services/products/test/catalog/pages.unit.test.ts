import type { CatalogRow } from '../../src/catalog/catalog-row.ts';
import { catalogOf, idOf, numbers, row } from './rows.ts';

/** Builds rows with many equal values, so that the id decides. */
const rowsOf = (count: number): CatalogRow[] =>
  Array.from({ length: count }, (_, index) =>
    row(index + 1, {
      title: ['b', 'a', 'B', 'é'][(index * 7) % 4],
      price: (index * 5) % 3,
      userId: idOf(index % 3),
      createdAt: Math.floor(index / 2),
    }),
  );

const sortValueOf = {
  createdAt: (one: CatalogRow) => one.createdAt,
  price: (one: CatalogRow) => one.price,
  title: (one: CatalogRow) => ['a', 'b', 'B', 'é'].indexOf(one.title),
};

const by =
  (field: keyof typeof sortValueOf) =>
  (one: CatalogRow, other: CatalogRow): number => {
    const value = sortValueOf[field];
    if (value(one) !== value(other)) return value(one) < value(other) ? -1 : 1;
    return one.id < other.id ? -1 : 1;
  };
const sorts = [
  ['oldest', 'newest', by('createdAt')],
  ['price', '-price', by('price')],
  ['title', '-title', by('title')],
] as const;

describe('a page', () => {
  it.each(sorts)('is sorted by %s, or in reverse by %s', (ascending, descending, compare) => {
    const rows = rowsOf(60);
    const catalog = catalogOf(rows);
    const sorted = [...rows].sort(compare).map(({ id }) => Number.parseInt(id, 16));
    for (const [sort, expected] of [
      [ascending, sorted],
      [descending, sorted.toReversed()],
    ] as const)
      for (const skip of [0, 7, 49, 56, 60, 1000])
        expect(numbers(catalog, { sort, skip, limit: 7 })).toEqual({
          page: expected.slice(skip, skip + 7),
          total: 60,
        });
  });

  it.each([3, 40])('lists only the products of one user, out of %i', (count) => {
    const catalog = catalogOf(rowsOf(count));
    const expected = rowsOf(count).filter(({ userId }) => userId === idOf(2));
    expect(numbers(catalog, { userId: idOf(2), sort: 'title' })).toEqual({
      page: expected.sort(by('title')).map(({ id }) => Number.parseInt(id, 16)),
      total: expected.length,
    });
    expect(numbers(catalog, { userId: idOf(9) })).toEqual({ page: [], total: 0 });
  });

  it('lists the products of one user that a search finds', () => {
    const catalog = catalogOf([
      row(1, { title: 'Red teapot' }),
      row(2, { title: 'Red teapot', userId: idOf(2) }),
      row(3, { title: 'Vase', userId: idOf(2) }),
    ]);
    expect(numbers(catalog, { userId: idOf(2), search: 'teapot' })).toEqual({ page: [2], total: 1 });
  });
});

describe('a change', () => {
  it('updates the result of an earlier search', () => {
    const catalog = catalogOf([row(1, { title: 'Teapot', price: 1 }), row(2, { title: 'Teapot', price: 2 })]);
    const query = { search: 'teapot', sort: 'price' } as const;
    expect(numbers(catalog, query)).toEqual({ page: [1, 2], total: 2 });
    catalog.put(row(1, { title: 'Teapot', price: 3, version: 1 }));
    expect(numbers(catalog, query)).toEqual({ page: [2, 1], total: 2 });
    catalog.put(row(3, { title: 'Teapot', price: 0 }));
    expect(numbers(catalog, query)).toEqual({ page: [3, 2, 1], total: 3 });
  });

  it('is ignored if the version is known or older', () => {
    const catalog = catalogOf([row(1, { title: 'Teapot', version: 1 })]);
    for (const version of [0, 1]) catalog.put(row(1, { title: 'Vase', version }));
    expect(numbers(catalog, { search: 'teapot' })).toEqual({ page: [1], total: 1 });
  });
});

/** Builds a catalog that counts how often titles are read. */
function countingCatalog(count: number) {
  let reads = 0;
  const counted = rowsOf(count).map((one) =>
    Object.defineProperty({ ...one }, 'title', {
      get: () => {
        reads++;
        return one.title;
      },
      enumerable: true,
    }),
  );
  const catalog = catalogOf(counted);
  return (query: Parameters<typeof numbers>[1]): number => {
    reads = 0;
    numbers(catalog, { sort: 'title', skip: 0, limit: 24, ...query });
    return reads;
  };
}

describe('a page of 20,000 products', () => {
  const [many, few] = [countingCatalog(20_000), countingCatalog(200)];

  it.each([
    ['the first page', {}],
    ['a far page', { skip: 170 }],
    ['a search', { search: 'b' }],
    ['the products of a user', { userId: idOf(2) }],
  ])('takes no more comparisons than one of 200 for %s', (_name, query) => {
    expect(many(query)).toBeLessThanOrEqual(few(query));
  });
});
