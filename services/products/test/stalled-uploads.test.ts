import { end, fields, image } from './forms.ts';
import { MiB, png, pngOf } from './image-files.ts';
import { responseTo, Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

/** Sends the first bytes of a form and stops. Returns the response. */
async function stall(bytes: number) {
  const body = Buffer.concat([fields, image(pngOf(8 * MiB)), end]);
  const upload = await shop.startForm({ 'Content-Length': body.length });
  upload.flushHeaders();
  if (bytes > 0) upload.write(body.subarray(0, bytes));
  return responseTo(upload);
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
