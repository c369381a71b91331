import { productSorts } from '@ecommerce/contracts';
import { TestStorefront } from './storefront-server.ts';

let shop: TestStorefront;
beforeEach(async () => {
  shop = await new TestStorefront().start();
});

describe('a page for guests', () => {
  it('is rendered once while its reads, repeated for each request, do not change', async () => {
    for (let turn = 0; turn < 3; turn++) expect((await shop.open()).html).toContain('a cup of 1');
    expect(shop).toMatchObject({ renders: 1, reads: 3 });
  });

  it.each([{ text: 'a plate' }, { total: '2' }])('is rendered again after a change to %j', async (change) => {
    await shop.open();
    Object.assign(shop.answer, change);
    const { html } = await shop.open();
    expect(html).toContain(`${shop.answer.text} of ${shop.answer.total}`);
    // The render reuses the response that revealed the change.
    expect(shop).toMatchObject({ renders: 2, reads: 2 });
  });

  it('has a new nonce in each response and never sends that of its render', async () => {
    const pages = [
      await shop.open(),
      await shop.open(),
      await shop.open('/', { 'accept-encoding': 'identity' }),
    ];
    for (const { html, nonce } of pages) {
      expect(html).toContain(`<script nonce="${nonce}">`);
      expect(html).not.toContain('nonce-of-render');
    }
    expect(new Set(pages.map(({ nonce }) => nonce)).size).toBe(3);
  });

  it('does not depend on headers of the request', async () => {
    const plain = await shop.open('/products/0123456789abcdef01234567');
    const headers = { 'user-agent': 'Googlebot', 'x-forwarded-host': 'example.com', cookie: 'theme=dark' };
    const other = await shop.open('/products/0123456789abcdef01234568', headers);
    expect(other.html.replaceAll(`${other.nonce}`, '')).toBe(plain.html.replaceAll(`${plain.nonce}`, ''));
  });

  it('is cached by its URL', async () => {
    for (const path of ['/', '/?page=2', '/?sort=-price&page=2', '/', '/?page=2']) await shop.open(path);
    expect(shop.renders).toBe(3);
  });

  it.each([...productSorts])('is cached with ?sort=%s', async (sort) => {
    await shop.open(`/?sort=${sort}`);
    await shop.open(`/?sort=${sort}`);
    expect(shop.renders).toBe(1);
  });

  it.each([
    ['gzip;q=0', null],
    ['gzip;q=0, *', null],
    ['identity', null],
    ['identity, gzip;q=0.5', null],
    ['gzip', 'gzip'],
    ['br;q=1.0, GZIP;q=0.5', 'gzip'],
    ['*', 'gzip'],
  ])('with Accept-Encoding: %s is sent as %s', async (accepted, encoding) => {
    expect(await shop.open('/', { 'accept-encoding': accepted })).toMatchObject({ status: 200, encoding });
  });
});

describe('the page cache', () => {
  it.each([
    ['requests with a session', '/', { cookie: 'a=b; session=abc' }],
    ['searches', '/?search=cup', {}],
    ['page numbers with leading zeros', '/?page=0001', {}],
    ['page numbers that the API rejects', '/?page=100001', {}],
    ['unknown sort orders', '/?sort=anything', {}],
    ['parameters in another order', '/?page=2&sort=price', {}],
    ['repeated parameters', '/?page=2&page=2', {}],
    ['empty parameters', '/?&page=2', {}],
    ['account pages', '/orders', {}],
    ['navigation within the storefront', '/', { rsc: '1' }],
  ])('does not cache %s', async (_title, path, headers) => {
    await shop.open(path, headers);
    await shop.open(path, headers);
    expect(shop.renders).toBe(2);
  });

  it('does not cache a page that was not found', async () => {
    shop.status = 404;
    expect((await shop.open()).status).toBe(404);
    shop.status = 200;
    expect((await shop.open()).status).toBe(200);
  });

  it('does not cache a page rendered while the API fails', async () => {
    shop.answer.status = 503;
    await shop.open();
    await shop.open();
    expect(shop.renders).toBe(2);
  });

  it('does not cache pages after the last one', async () => {
    shop.answer.text = '[]';
    await shop.open('/?page=9999');
    await shop.open('/?page=9999');
    expect(shop.renders).toBe(2);
  });

  it('counts the responses of the API against its size', async () => {
    shop.answer.text = ' '.repeat(2_000_000);
    for (const path of ['/', '/?page=2', '/']) await shop.open(path);
    expect(shop.renders).toBe(3);
  });

  it.each([
    '<!--$!--><template data-dgst="1"></template>',
    '<script nonce="a">$RX("B:0","1")</script>',
    '<script nonce="a">$RX=function(b){};$RX("B:0","1")</script>',
    String.raw`<script nonce="a">self.__next_f.push([1,"7:E{\"digest\":\"1\"}\n"])</script>`,
  ])('does not cache a page with a failed part: %s', async (suffix) => {
    shop.suffix = suffix;
    expect((await shop.open()).html).toContain('a cup');
    await shop.open();
    expect(shop.renders).toBe(2);
  });

  it('never shows a guest the page of a session', async () => {
    await shop.open('/', { cookie: 'session=secret' });
    expect((await shop.open()).html).not.toContain('secret');
  });
});
