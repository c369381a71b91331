import { once } from 'node:events';
import {
  createServer as createHttpServer,
  request as httpRequest,
  type IncomingMessage,
  type RequestListener,
} from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import type { Readable } from 'node:stream';
import { cookieOf, rejection } from '@ecommerce/test-kit';
import { ImageProcessor } from '../src/image-processor.ts';
import { readProductForm } from '../src/product-form.ts';
import { storeImage } from '../src/store-image.ts';
import { end, FORM_TYPE, fields, image } from './forms.ts';
import { MiB, png, pngOf } from './image-files.ts';
import { Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

/** Sends the first bytes of a large form and disconnects. */
async function uploadInPart(app: RequestListener, bytes: number): Promise<void> {
  const server = createHttpServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const body = Buffer.concat([fields, image(pngOf(8 * MiB)), end]);
  const headers = { 'Content-Type': FORM_TYPE, 'Content-Length': body.length, Cookie: cookieOf(shop.seller) };
  const upload = httpRequest({ port, host: '127.0.0.1', method: 'POST', path: '/api/products', headers });
  upload.on('error', () => {});
  const arrived = once(server, 'request');
  await new Promise<unknown>((resolve) => upload.write(body.subarray(0, bytes), resolve));
  await arrived;
  upload.destroy();
  // The server closes once its last connection has ended.
  await new Promise((resolve) => server.close(resolve));
}

describe('an interrupted upload', () => {
  const parts: [string, number][] = [
    ['before the image', 10],
    ['at the start of the image', 500],
    ['in the middle of the image', 6 * MiB],
  ];
  it.each(parts)('leaves nothing stored and does not block the next one (%s)', async (_name, bytes) => {
    const before = await shop.stored();
    await uploadInPart(shop.app, bytes);
    await shop.form().attach('image', png, 'a.png').expect(201);
    expect(await shop.stored()).toEqual({ products: before.products + 1, images: before.images + 1 });
  });

  it.each(parts)('ends the form without waiting for the rest (%s)', async (_name, bytes) => {
    const outcomes: Promise<string>[] = [];
    const store = (file: Readable) => storeImage(file, new ImageProcessor(), shop.test.deps.images);
    const outcome = (req: IncomingMessage) => readProductForm(req, store).then(({ issue }) => String(issue));
    await uploadInPart((req) => {
      // The second read starts after the client has disconnected.
      const gone = new Promise((resolve) => req.on('close', resolve));
      outcomes.push(
        outcome(req),
        gone.then(() => outcome(req)),
      );
    }, bytes);
    expect(await Promise.all(outcomes)).toEqual(Array(2).fill('ApiError: The form is malformed.'));
  });
});

describe('an unavailable image store', () => {
  it('fails uploads with 503, while products without an image are stored', async () => {
    const { app } = await shop.otherInstance({ MINIO_URL: 'http://127.0.0.1:1' });
    const before = await shop.products.model.countDocuments();
    const answer = await shop.form({ app }).attach('image', pngOf(MiB), 'a.png');
    expect(rejection(answer).status).toBe(503);
    expect(answer.headers['retry-after']).toMatch(/^\d+$/);
    expect(await shop.products.model.countDocuments()).toBe(before);
    expect((await shop.form({ app })).status).toBe(201);
  });

  it('fails uploads with 503 when it accepts a call and never answers', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const { app } = await shop.otherInstance({
      MINIO_URL: `http://127.0.0.1:${port}`,
      IMAGE_STORE_TIMEOUT_MS: '500',
    });
    const answer = await shop.form({ app }).attach('image', png, 'a.png');
    silent.close();
    expect(rejection(answer).status).toBe(503);
  });
});

describe('concurrent uploads', () => {
  it('beyond the queue limit answer 429, and no accepted image is lost', async () => {
    const answers = await Promise.all(
      Array.from({ length: 90 }, () => shop.form().attach('image', pngOf(MiB / 4), 'a.png')),
    );
    const rejected = answers.filter((answer) => answer.status === 429);
    expect(rejected.length).toBeGreaterThan(0);
    for (const answer of rejected) expect(answer.headers['retry-after']).toMatch(/^\d+$/);
    const accepted = answers.filter((answer) => answer.status === 201);
    expect(accepted).toHaveLength(90 - rejected.length);
    const found = await Promise.all(accepted.map(async ({ body }) => (await fetch(body.imageUrl)).ok));
    expect(found).not.toContain(false);
  });
});
