import type { ProductsQuery } from '@ecommerce/contracts';
import { check, fc } from '@ecommerce/test-kit/properties';
import { Catalog } from '../../src/catalog/catalog.ts';
import type { CatalogRow } from '../../src/catalog/catalog-row.ts';
import { idOf, numbers, row } from './rows.ts';

type Sort = Exclude<ProductsQuery['sort'], 'relevance' | undefined>;

/** Few different values, so that many products are equal and the id decides. */
const anyRow = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.nat(4)).map(([number, version]) =>
  // The same version of a product has the same content each time it arrives.
  row(number, {
    version,
    title: ['red teapot', 'Vase', 'blue vase', 'É'][(number + version) % 4],
    price: (number * version) % 3,
    userId: idOf(number % 2),
    createdAt: number % 5,
  }),
);
const anyRows = fc.array(anyRow, { maxLength: 60 });
const anySort = fc.constantFrom<Sort>('oldest', 'newest', 'price', '-price', 'title', '-title');

/** The newest version of each product. */
function newest(rows: CatalogRow[]): CatalogRow[] {
  const byId = new Map<string, CatalogRow>();
  for (const one of rows) {
    const known = byId.get(one.id);
    if (!known || known.version < one.version) byId.set(one.id, one);
  }
  return [...byId.values()];
}

const createdAt = (one: CatalogRow) => one.createdAt;
const price = (one: CatalogRow) => one.price;
const title = (one: CatalogRow) => ['blue vase', 'É', 'red teapot', 'Vase'].indexOf(one.title);
const sortValueOf = {
  oldest: createdAt,
  newest: createdAt,
  price,
  '-price': price,
  title,
  '-title': title,
};
const descending: Sort[] = ['newest', '-price', '-title'];

/** The numbers of products, sorted by a field and then by id. */
function sorted(rows: CatalogRow[], sort: Sort): number[] {
  const value = sortValueOf[sort];
  const ascending = rows.toSorted((one, other) => {
    if (value(one) !== value(other)) return value(one) < value(other) ? -1 : 1;
    return one.id < other.id ? -1 : 1;
  });
  const ordered = descending.includes(sort) ? ascending.reverse() : ascending;
  return ordered.map(({ id }) => Number.parseInt(id, 16));
}

/** Fills a catalog; the rows after `filled` arrive while it serves requests. */
function fill(rows: CatalogRow[], filled: number): Catalog {
  const catalog = new Catalog();
  for (const one of rows.slice(0, filled)) catalog.put(one);
  catalog.finish();
  for (const one of rows.slice(filled)) catalog.put(one);
  return catalog;
}

/** Rows and removals, by the number of the product. */
const anyChanges = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: anyRow },
    fc.integer({ min: 1, max: 12 }).map((number) => idOf(number)),
  ),
  { maxLength: 60 },
);

describe('the catalog, for versions in any order, repeated or not', () => {
  it('lists the newest version of each product, sorted', () => {
    check(
      fc.property(anyRows, fc.nat(60), anySort, (rows, filled, sort) => {
        const expected = sorted(newest(rows), sort);
        expect(numbers(fill(rows, filled), { sort })).toEqual({ page: expected, total: expected.length });
      }),
    );
  });

  it('splits the list into pages without a gap', () => {
    check(
      fc.property(anyRows, anySort, fc.integer({ min: 1, max: 5 }), (rows, sort, limit) => {
        const catalog = fill(rows, rows.length);
        const all = numbers(catalog, { sort }).page;
        const pages = all.flatMap((_, skip) =>
          skip % limit === 0 ? numbers(catalog, { sort, skip, limit }).page : [],
        );
        expect(pages).toEqual(all);
      }),
    );
  });

  it('finds by the current titles and owners, also after earlier searches', () => {
    check(
      fc.property(anyRows, fc.nat(60), anySort, (rows, filled, sort) => {
        const query = { search: 'vase', userId: idOf(1), sort };
        const catalog = fill(rows.slice(0, filled), filled);
        numbers(catalog, query);
        for (const one of rows.slice(filled)) catalog.put(one);
        const found = newest(rows).filter(
          ({ title, userId }) => title.toLowerCase().includes('vase') && userId === idOf(1),
        );
        expect(numbers(catalog, query).page).toEqual(sorted(found, sort));
      }),
    );
  });

  it('knows a version or a newer one, and no later one', () => {
    check(
      fc.property(anyRows, (rows) => {
        const catalog = fill(rows, 0);
        for (const { id, version } of newest(rows)) {
          expect(catalog.has(id, version)).toBe(true);
          expect(catalog.has(id, version + 1)).toBe(false);
        }
        expect(catalog.has(idOf(99), 0)).toBe(false);
      }),
    );
  });

  it('never lists a removed product again', () => {
    check(
      fc.property(anyChanges, fc.nat(60), anySort, (changes, filled, sort) => {
        const catalog = new Catalog();
        const apply = (change: CatalogRow | string) => {
          numbers(catalog, { search: 'vase', userId: idOf(1), sort });
          if (typeof change === 'string') catalog.remove(change);
          else catalog.put(change);
        };
        changes.slice(0, filled).forEach(apply);
        catalog.finish();
        changes.slice(filled).forEach(apply);
        const isRow = (change: CatalogRow | string) => typeof change !== 'string';
        const left = newest(changes.filter(isRow)).filter(({ id }) => !changes.includes(id));
        const page = sorted(left, sort);
        expect(numbers(catalog, { sort })).toEqual({ page, total: page.length });
        const found = left.filter(
          ({ title, userId }) => title.toLowerCase().includes('vase') && userId === idOf(1),
        );
        expect(numbers(catalog, { search: 'vase', userId: idOf(1), sort }).page).toEqual(sorted(found, sort));
        expect(catalog.size).toBe(left.length);
        for (const change of changes)
          if (typeof change === 'string') expect(catalog.has(change, 9)).toBe(true);
      }),
    );
  });

  it('gives the slot of a removed product to a new one', () => {
    const catalog = fill([row(1, { title: 'vase' }), row(2, { title: 'mug' })], 2);
    catalog.remove(idOf(1));
    catalog.put(row(3, { title: 'cup' }));
    expect(numbers(catalog, { search: 'vase' }).page).toEqual([]);
    expect(numbers(catalog, { search: 'cup' }).page).toEqual([3]);
    expect(numbers(catalog, { userId: idOf(1) }).page).toEqual([3, 2]);
  });
});
