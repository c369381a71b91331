import { badBodies, cookieOf, newId, rejection } from '@ecommerce/test-kit';
import request from 'supertest';
import { Shop, teapot } from './shop.ts';

let shop: Shop;
let mine: { id: string };
beforeAll(async () => {
  shop = await Shop.open();
  mine = await shop.product();
});
afterAll(() => shop.close());

/** The stored products, which a rejected request must not change. */
let before: unknown;
const allProducts = () => shop.products.model.find({}, { outbox: 0 }).lean();
beforeEach(async () => {
  before = await allProducts();
});
afterEach(async () => {
  expect(await allProducts()).toEqual(before);
});

const operator = { $ne: null };
const values: Record<keyof typeof teapot | 'imageUrl', [string, unknown][]> = {
  title: [
    ['absent', undefined],
    ['null', null],
    ['an operator', operator],
    ['a number', 42],
    ['an array', ['A teapot']],
    ['empty', ''],
    ['blank', '   '],
    ['of 201 characters', 'a'.repeat(201)],
    ['of 90,000 characters', 'a'.repeat(90_000)],
    ['with a NUL', 'A\u0000teapot'],
    ['with a line break', 'A\nteapot'],
    ['with a lone surrogate', 'A \ud800 teapot'],
  ],
  price: [
    ['absent', undefined],
    ['null', null],
    ['an operator', operator],
    ['a string', '19.99'],
    ['an array', [19.99]],
    ['true', true],
    ['zero', 0],
    ['negative', -1],
    ['less than a cent', 0.001],
    ['of three decimals', 19.999],
    ['of ten decimals', 1.0000000001],
    ['0.1 + 0.2', 0.1 + 0.2],
    ['a million', 1_000_000],
    ['2 ** 53', 2 ** 53],
    ['1e308', 1e308],
  ],
  quantity: [
    ['null', null],
    ['an operator', operator],
    ['a string', '5'],
    ['an array', [5]],
    ['negative', -1],
    ['a fraction', 1.5],
    ['more than a million', 1_000_001],
    ['2 ** 53', 2 ** 53],
    ['1e308', 1e308],
  ],
  imageUrl: [
    ['an operator', operator],
    ['a number', 42],
    ['an array', ['https://example.com/a.png']],
    ['empty', ''],
    ['no URL', 'teapot.png'],
    ['a script', 'javascript:alert(1)'],
    ['a script in capitals', 'JaVaScRiPt:alert(1)'],
    ['data', 'data:image/png;base64,AAAA'],
    ['of FTP', 'ftp://example.com/a.png'],
    ['without a host', 'https://'],
    ['very long', `https://example.com/${'a'.repeat(2100)}`],
    ['with a NUL', 'https://example.com/\u0000.png'],
    ['with a blank', 'https://example.com/a b.png'],
    ['with a lone surrogate', 'https://example.com/\ud800.png'],
    ['with credentials', 'https://ada:secret@example.com/a.png'],
    ['with a user name', 'https://ada@example.com/a.png'],
    ['of this machine', 'http://localhost/a.png'],
    ['of a router', 'http://192.168.1.1/reboot'],
    ['of this machine as a number', 'http://2130706433/a.png'],
    ['of this machine as an IPv4-mapped IPv6 address', 'http://[::ffff:127.0.0.1]/a.png'],
  ],
};
describe('POST and PUT of products', () => {
  const rows = Object.entries(values).flatMap(([field, list]) =>
    list.map(([name, value]) => [field, name, value] as const),
  );
  it.each(rows)('reject the field %s: %s', async (field, _name, value) => {
    const body = { ...teapot, [field]: value };
    for (const answer of [await shop.post(body), await shop.put(mine.id, body)])
      expect(rejection(answer)).toEqual({ status: 400, fields: [field] });
  });

  it('require the quantity in POST and keep the stock without it in PUT', async () => {
    const { quantity: _, ...rest } = teapot;
    expect(rejection(await shop.post(rest))).toEqual({ status: 400, fields: ['quantity'] });
    const other = await shop.product({ quantity: 7 });
    expect((await shop.put(other.id, { ...rest, title: 'A kettle' })).body).toMatchObject({
      title: 'A kettle',
      quantity: 7,
    });
    await shop.products.model.deleteOne({ _id: other.id });
  });

  /** Sends a text unchanged to both routes. */
  async function sendRaw(text: string, type = 'application/json') {
    const calls = [
      request(shop.app).post('/api/products'),
      request(shop.app).put(`/api/products/${mine.id}`),
    ];
    const cookie = cookieOf(shop.seller);
    return Promise.all(
      calls.map((call) => call.set('Cookie', cookie).type(type).serialize(String).send(text)),
    );
  }

  it.each([
    ['__proto__', `{"userId":"${newId()}"}`],
    ['constructor', '{"prototype":{"userId":1}}'],
    ['userId', `"${newId()}"`],
    ['version', '9'],
    ['$set', '{"price":1}'],
    ['marks', '{}'],
  ])('reject the unknown field %s', async (field, value) => {
    const text = `${JSON.stringify(teapot).slice(0, -1)},"${field}":${value}}`;
    for (const answer of await sendRaw(text))
      expect(rejection(answer)).toEqual({ status: 400, fields: [field] });
  });

  const json = 'application/json';
  it.each([
    ...badBodies,
    ['an empty body', json, ''],
    ['a price of NaN', json, '{"title":"A","price":NaN,"quantity":1}'],
    ['a price above all numbers', json, '{"title":"A","price":1e999,"quantity":1}'],
  ])('reject a body: %s', async (_name, type, text) => {
    for (const answer of await sendRaw(text, type)) expect(rejection(answer).status).toBe(400);
  });

  it('answer 400 to a body that is declared as compressed and is not', async () => {
    expect(rejection(await shop.post(teapot).set('Content-Encoding', 'gzip')).status).toBe(400);
  });
});
