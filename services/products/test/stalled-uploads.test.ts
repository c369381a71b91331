import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { cookieOf } from '@ecommerce/test-kit';
import { end, FORM_TYPE, fields, image } from './forms.ts';
import { MiB, png, pngOf } from './image-files.ts';
import { Shop } from './shop.ts';

let shop: Shop;
let server: Server;
beforeAll(async () => {
  shop = await Shop.open();
  server = createServer(shop.app).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await shop.close();
});

/** Sends the first bytes of a form and stops. Returns the response. */
async function stall(bytes: number) {
  const body = Buffer.concat([fields, image(pngOf(8 * MiB)), end]);
  const { port } = server.address() as AddressInfo;
  const headers = { 'Content-Type': FORM_TYPE, 'Content-Length': body.length, Cookie: cookieOf(shop.seller) };
  const upload = request({ port, host: '127.0.0.1', method: 'POST', path: '/api/products', headers });
  upload.on('error', () => {});
  upload.flushHeaders();
  if (bytes > 0) upload.write(body.subarray(0, bytes));
  const [response] = await once(upload, 'response');
  return { status: response.statusCode, body: await json(response) };
}

describe('uploads that stall', () => {
  // All that run at once, and one in the queue.
  const stalled = [...Array(7).fill(0), 500, 6 * MiB];

  it('end with 408 and leave room for others', async () => {
    const before = await shop.stored();
    const responses = stalled.map(stall);
    await shop.form().attach('image', png, 'a.png').expect(201);
    for (const { status, body } of await Promise.all(responses))
      expect({ status, body }).toMatchObject({
        status: 408,
        body: { errors: [{ code: 'request_timeout' }] },
      });
    expect(await shop.stored()).toEqual({ products: before.products + 1, images: before.images + 1 });
  }, 60_000);
});
