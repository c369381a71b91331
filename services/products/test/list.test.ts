import { Shop, teapot } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
  for (const [title, price] of shelf) await shop.product({ title, price });
});
afterAll(() => shop.close());

/** Products in order of creation. */
const shelf: [string, number][] = [
  ['Brass bell', 30],
  ['apple', 10],
  ['Cup (large)', 20],
  ['100% wool', 20],
  ['a.b*c', 5],
  ['Éclair', 40],
];
const titles = async (query: string) => {
  const { body } = await shop.get(query).expect(200);
  return body.map((product: { title: string }) => product.title);
};
const created = shelf.map(([title]) => title);
const alphabetical = ['100% wool', 'a.b*c', 'apple', 'Brass bell', 'Cup (large)', 'Éclair'];

describe('GET /api/products', () => {
  it.each([
    ['', [...created].reverse()],
    ['?sort=newest', [...created].reverse()],
    ['?sort=oldest', created],
    ['?sort=price', ['a.b*c', 'apple', 'Cup (large)', '100% wool', 'Brass bell', 'Éclair']],
    ['?sort=-price', ['Éclair', 'Brass bell', '100% wool', 'Cup (large)', 'apple', 'a.b*c']],
    ['?sort=title', alphabetical],
    ['?sort=-title', [...alphabetical].reverse()],
  ])('sorts by "%s"', async (query, expected) => {
    expect(await titles(query)).toEqual(expected);
  });

  it.each([
    ['BELL', ['Brass bell']],
    ['éCLAIR', ['Éclair']],
    ['(large)', ['Cup (large)']],
    ['100%', ['100% wool']],
    ['.b*', ['a.b*c']],
    ['.*', []],
    ['^a', []],
    ['[a-z]', []],
    ['a|b', []],
    ['\\', []],
    ['$where', []],
    ['   apple ', ['apple']],
  ])('finds the titles that contain "%s"', async (search, expected) => {
    expect(await titles(`?sort=oldest&search=${encodeURIComponent(search)}`)).toEqual(expected);
  });

  it('lists each product on one page, with the total and links', async () => {
    const pages = [1, 2, 3, 4].map((page) => shop.get(`?sort=price&limit=2&page=${page}`).expect(200));
    const answers = await Promise.all(pages);
    expect(answers.map(({ body }) => body.length)).toEqual([2, 2, 2, 0]);
    expect(answers.flatMap(({ body }) => body.map((one: { title: string }) => one.title)).sort()).toEqual(
      [...created].sort(),
    );
    for (const { headers } of answers) expect(headers['x-total-count']).toBe('6');
    const url = (page: number) => `</api/products?sort=price&limit=2&page=${page}>`;
    const ends = `${url(1)}; rel="first", ${url(3)}; rel="last"`;
    expect(answers.map(({ headers }) => headers.link)).toEqual([
      `${ends}, ${url(2)}; rel="next"`,
      `${ends}, ${url(1)}; rel="prev", ${url(3)}; rel="next"`,
      `${ends}, ${url(2)}; rel="prev"`,
      `${ends}, ${url(3)}; rel="prev"`,
    ]);
  });

  it('counts only the results of a search and keeps it in the links', async () => {
    const { body, headers } = await shop.get('?search=a&limit=1').expect(200);
    expect(body).toHaveLength(1);
    expect(headers['x-total-count']).toBe('5');
    expect(headers.link).toContain('</api/products?search=a&limit=1&page=2>; rel="next"');
  });

  it('returns 20 products by default', async () => {
    await Promise.all(Array.from({ length: 15 }, () => shop.post({ ...teapot, title: 'One of many' })));
    const { body, headers } = await shop.get();
    expect({ length: body.length, total: headers['x-total-count'] }).toEqual({ length: 20, total: '21' });
  });
});
