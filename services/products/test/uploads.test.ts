import { once } from 'node:events';
import {
  createServer as createHttpServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
} from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { PassThrough } from 'node:stream';
import { BadRequest } from '@ecommerce/shared';
import { cookieOf, refusal } from '@ecommerce/shared/testing';
import { Product } from '../src/product.ts';
import { readProductForm } from '../src/product-form.ts';
import { end, FORM_TYPE, fields, picture } from './forms.ts';
import { MiB, png, pngOf } from './pictures.ts';
import { Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

const stored = async () => ({ products: await Product.countDocuments(), pictures: await shop.images.left() });

/** A client that sends so many bytes of a large form and goes away. */
async function uploadInPart(app: RequestListener, bytes: number): Promise<void> {
  const server = createHttpServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const body = Buffer.concat([fields, picture(pngOf(8 * MiB)), end]);
  const headers = { 'Content-Type': FORM_TYPE, 'Content-Length': body.length, Cookie: cookieOf(shop.seller) };
  const upload = httpRequest({ port, host: '127.0.0.1', method: 'POST', path: '/api/products', headers });
  upload.on('error', () => {});
  const arrived = once(server, 'request');
  await new Promise<unknown>((resolve) => upload.write(body.subarray(0, bytes), resolve));
  await arrived;
  upload.destroy();
  // The server closes when the last connection has ended.
  await new Promise((resolve) => server.close(resolve));
}

test('when a picture breaks off while the bucket is being looked for, then its place is free again', async () => {
  const content = new PassThrough();
  content.on('error', () => {});
  const put = shop.imagesAt(process.env.MINIO_URL ?? '').put(content, { ext: 'png', mime: 'image/png' });
  content.destroy(new BadRequest('The form is malformed'));
  await expect(put).rejects.toThrow('The form is malformed');
}, 20_000);

const parts: [string, number][] = [
  ['before the picture', 10],
  ['at its beginning', 500],
  ['in the middle of it', 6 * MiB],
];
test.each(parts)(
  'when the client goes away %s, then nothing is stored and the next one is served',
  async (_name, bytes) => {
    const before = await stored();
    await uploadInPart(shop.app, bytes);
    await shop.form().attach('image', png, 'a.png').expect(201);
    expect(await stored()).toEqual({ products: before.products + 1, pictures: before.pictures + 1 });
  },
);

test.each(parts)(
  'when the client goes away %s, then the form does not wait for the rest',
  async (_name, bytes) => {
    const outcomes: Promise<string>[] = [];
    const outcome = (req: IncomingMessage) =>
      readProductForm(req, shop.images).then(({ fault }) => String(fault));
    await uploadInPart((req) => {
      // The second asks for a form whose sender has gone already.
      const gone = new Promise((resolve) => req.on('close', resolve));
      outcomes.push(
        outcome(req),
        gone.then(() => outcome(req)),
      );
    }, bytes);
    expect(await Promise.all(outcomes)).toEqual(Array(2).fill('BadRequest: The form is malformed'));
  },
);

test('when MinIO is away, then a picture gets 503 and when to come again, and a product without one is taken', async () => {
  const app = shop.appWith({ images: shop.imagesAt('http://127.0.0.1:1') });
  const before = await Product.countDocuments();
  const answer = await shop.form({ app }).attach('image', pngOf(MiB), 'a.png');
  expect(refusal(answer).status).toBe(503);
  expect(answer.headers['retry-after']).toMatch(/^\d+$/);
  expect(await Product.countDocuments()).toBe(before);
  expect((await shop.form({ app })).status).toBe(201);
});

test('when MinIO takes a call and does not answer, then the caller is not kept waiting for ever', async () => {
  const silent = createServer(() => {}).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const app = shop.appWith({ images: shop.imagesAt(`http://127.0.0.1:${port}`) });
  const answer = await shop.form({ app }).attach('image', png, 'a.png');
  silent.close();
  expect(refusal(answer).status).toBe(503);
});

test('when more pictures come at once than can wait, then the others are told to come again, and none is lost', async () => {
  const answers = await Promise.all(
    Array.from({ length: 90 }, () => shop.form().attach('image', pngOf(MiB / 4), 'a.png')),
  );
  const refused = answers.filter((answer) => answer.status === 429);
  expect(refused.length).toBeGreaterThan(0);
  for (const answer of refused) expect(answer.headers['retry-after']).toMatch(/^\d+$/);
  const taken = answers.filter((answer) => answer.status === 201);
  expect(taken).toHaveLength(90 - refused.length);
  const there = await Promise.all(taken.map(async ({ body }) => (await fetch(body.imageUrl)).ok));
  expect(there).not.toContain(false);
});
