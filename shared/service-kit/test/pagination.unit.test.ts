import { check, fc } from '@ecommerce/test-kit/properties';
import { pageHeaders, pageWindow } from '../src/http/pagination.ts';

/** Returns the page numbers of the links by their relation. */
const linksOf = (link = ''): Record<string, number> =>
  Object.fromEntries(
    Array.from(link.matchAll(/[?&]page=(\d+)[^>]*>; rel="(\w+)"/g), ([, page, rel]) => [rel, Number(page)]),
  );

const anyLimit = fc.integer({ min: 1, max: 100 });

describe('pageWindow', () => {
  it('splits a list into pages without a gap or an overlap', () => {
    check(
      fc.property(fc.nat(200), anyLimit, (total, limit) => {
        const list = Array.from({ length: total }, (_, index) => index);
        const last = Math.max(1, Math.ceil(total / limit));
        const pages = Array.from({ length: last }, (_, index) => {
          const { skip, limit: size } = pageWindow({ page: index + 1, limit });
          return list.slice(skip, skip + size);
        });
        expect(pages.flat()).toEqual(list);
      }),
    );
  });
});

describe('pageHeaders', () => {
  it('links from any page to the first, previous, next and last one', () => {
    check(
      fc.property(fc.nat(1000), anyLimit, fc.integer({ min: 1, max: 1100 }), (total, limit, page) => {
        const headers = pageHeaders('/api/orders', 'page=7', { page, limit }, total);
        const last = Math.max(1, Math.ceil(total / limit));
        expect(headers['X-Total-Count']).toBe(String(total));
        expect(linksOf(headers.Link)).toEqual({
          first: 1,
          last,
          ...(page > 1 && { prev: Math.min(page - 1, last) }),
          ...(page < last && { next: page + 1 }),
        });
      }),
    );
  });

  it('keeps the other parameters of the query', () => {
    const { Link } = pageHeaders('/api/products', 'search=a%20%26b&page=1', { page: 1, limit: 20 }, 0);
    expect(Link).toContain('</api/products?search=a+%26b&page=1&limit=20>; rel="first"');
  });
});
