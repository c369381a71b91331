import { cookieOf, eventually, rejection } from '@ecommerce/test-kit';
import request from 'supertest';
import { end, FORM_TYPE, fields, image, part, withBrokenHeader } from './forms.ts';
import { jpeg, MiB, png, pngOf } from './image-files.ts';
import { Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

const send = (body: Buffer, type = FORM_TYPE) =>
  request(shop.app)
    .post('/api/products')
    .set('Cookie', cookieOf(shop.seller))
    .set('Content-Type', type)
    // Otherwise supertest would serialize a Buffer as JSON.
    .serialize((raw) => raw)
    .send(body);

describe('POST /api/products with a form', () => {
  it('accepts the valid form from which the invalid ones differ', async () => {
    await send(Buffer.concat([fields, image(png), end])).expect(201);
  });

  const noFile = (name: string) => part(`name="${name}"; filename=""`, '');
  it.each<[string, Buffer]>([
    ['file', Buffer.concat([fields, noFile('image'), end])],
    ['file of another field', Buffer.concat([fields, noFile('photo'), end])],
    ['file before the others', Buffer.concat([noFile('image'), fields, end])],
    ['imageUrl', Buffer.concat([fields, part('name="imageUrl"', ''), end])],
    ['file and imageUrl', Buffer.concat([fields, part('name="imageUrl"', ''), noFile('image'), end])],
  ])('treats an empty %s as absent', async (_name, body) => {
    expect((await send(body)).body).toMatchObject({ title: 'A teapot', imageUrl: null });
  });

  it('keeps the image of a product whose form leaves it empty', async () => {
    const { body: product } = await shop.form().attach('image', png, 'a.png').expect(201);
    const { body } = await shop
      .form({ id: product.id })
      .field({ imageUrl: '' })
      .attach('image', Buffer.alloc(0), { filename: '' });
    expect(body.imageUrl).toBe(product.imageUrl);
  });

  it('rejects numbers that are slow to match as fast as other text', async () => {
    const durationOf = async (price: string) => {
      const begin = performance.now();
      await send(Buffer.concat([many(10, () => part('name="price"', price)), end])).expect(400);
      return performance.now() - begin;
    };
    await durationOf('free');
    const usual = await durationOf('a'.repeat(9999));
    expect(await durationOf(`${'9'.repeat(9998)}x`)).toBeLessThan(20 * Math.max(usual, 10));
  });

  const many = (count: number, make: (index: number) => Buffer) =>
    Buffer.concat(Array.from({ length: count }, (_, index) => make(index)));
  const valid = Buffer.concat([fields, image(pngOf(MiB)), end]);
  const typeOf: Record<string, string> = {
    'has no boundary': 'multipart/form-data',
    'has the boundary of another': 'multipart/form-data; boundary=another',
  };
  it.each<[string, Buffer]>([
    ['has no boundary', valid],
    ['has the boundary of another', valid],
    ['is empty', Buffer.alloc(0)],
    ['has no parts', end],
    ['ends within a field', fields.subarray(0, 90)],
    ['ends within a header', Buffer.concat([fields, image(png).subarray(0, 60)])],
    ['ends within a malformed header', withBrokenHeader],
    ['ends within a small image', Buffer.concat([fields, image(png).subarray(0, 160)])],
    ['ends within a large image', valid.subarray(0, MiB / 2)],
    ['ends before its last line', valid.subarray(0, valid.length - end.length)],
    [
      'ends within a file of another field',
      Buffer.concat([fields, part('name="x"; filename="a.png"', png)]).subarray(0, -9),
    ],
    ['has two images', Buffer.concat([fields, image(png), image(jpeg), end])],
    [
      'has a file in another field',
      Buffer.concat([fields, part('name="photo"; filename="a.png"', png), end]),
    ],
    ['has a file for its title', Buffer.concat([fields, part('name="title"; filename="a.png"', png), end])],
    ['has a file without a name', Buffer.concat([fields, part('filename="a.png"', png), end])],
    ['has an image that is not a file', Buffer.concat([fields, part('name="image"', 'a.png'), end])],
    ['has too many fields', Buffer.concat([fields, many(30, (n) => part(`name="f${n}"`, 'x')), end])],
    ['has too many files', Buffer.concat([fields, many(30, () => image(png)), end])],
    ['has a field twice', Buffer.concat([fields, part('name="price"', '1'), end])],
    ['has an unknown field', Buffer.concat([fields, part('name="userId"', 'me'), end])],
    ['has a field __proto__', Buffer.concat([fields, part('name="__proto__"', 'x'), end])],
    ['has a field without a name', Buffer.concat([fields, part('x="y"', 'x'), end])],
    ['has a title that is too long to be read', form({ title: `A${' '.repeat(20_000)}B` })],
    ['has an empty price', form({ price: '' })],
    ['has an empty title', form({ title: '' })],
    ['has an empty quantity', form({ quantity: '' })],
    ['has an empty file with a name', Buffer.concat([fields, image(Buffer.alloc(0)), end])],
    ['has a price of words', form({ price: 'cheap' })],
    ['has a hexadecimal price', form({ price: '0x10' })],
    ['has an infinite price', form({ price: 'Infinity' })],
    ['has a price of three decimals', form({ price: '1.999' })],
    ['has a fractional quantity', form({ quantity: '1.5' })],
    ['has a NUL in its title', form({ title: 'A\u0000B' })],
    ['has a script URL as its image', form({ imageUrl: 'javascript:alert(1)' })],
  ])('rejects a form that %s and keeps nothing stored', async (name, body) => {
    const before = await shop.stored();
    const answer = await send(body, typeOf[name]);
    expect(rejection(answer).status).toBe(400);
    await eventually(async () => expect(await shop.stored()).toEqual(before));
  });

  function form(changed: Record<string, string>): Buffer {
    const all = { title: 'A teapot', price: '19.99', quantity: '5', ...changed };
    return Buffer.concat([...Object.entries(all).map(([name, value]) => part(`name="${name}"`, value)), end]);
  }
});
