import { setTimeout as sleep } from 'node:timers/promises';
import type { User } from '@ecommerce/contracts';
import { newUser } from '@ecommerce/test-kit';
import { end, fields, image, part } from './forms.ts';
import { MiB, png, pngOf } from './image-files.ts';
import { responseTo, Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

interface Sender {
  user?: User;
  headers?: Record<string, string | number>;
}

/** Sends a large form in small pieces until `signal` aborts it. Each piece is fast enough not to count as stalled. */
async function drip({ user = newUser(), headers }: Sender, signal: AbortSignal): Promise<void> {
  const body = Buffer.concat([fields, image(pngOf(8 * MiB)), end]);
  const upload = await shop.startForm({ 'Content-Length': body.length, ...headers }, user);
  for (let from = 0; from < body.length && !signal.aborted; from += 4000) {
    upload.write(body.subarray(from, from + 4000));
    await sleep(100);
  }
  upload.destroy();
}

/** Uploads an image while others drip; ends these afterwards. */
async function uploadBeside(drippers: Sender[], user: User): Promise<number> {
  const stop = new AbortController();
  const dripping = drippers.map((sender) => drip(sender, stop.signal));
  await sleep(500);
  const upload = shop.form({ user }).attach('image', png, 'a.png');
  // The others would hold all places for minutes.
  const status = await Promise.race([upload.then((answer) => answer.status), sleep(15_000, 0)]);
  stop.abort();
  await Promise.all([...dripping, upload]);
  return status;
}

/** As a gateway sends it. */
const from = (place: string) => ({ 'X-Forwarded-For': place });

describe('an upload', () => {
  it('is stored at once while another account drips eight', async () => {
    const attacker = newUser();
    const drippers = Array.from({ length: 8 }, () => ({ user: attacker }));
    expect(await uploadBeside(drippers, newUser())).toBe(201);
  });

  it('is stored at once while eight accounts at another place drip', async () => {
    const drippers = Array.from({ length: 8 }, () => ({ headers: from('203.0.113.7') }));
    expect(await uploadBeside(drippers, newUser())).toBe(201);
  });

  it('of 64 MiB is rejected before it is read', async () => {
    const upload = await shop.startForm({ 'Content-Length': 64 * MiB }, newUser());
    upload.flushHeaders();
    expect(await responseTo(upload)).toMatchObject({
      status: 400,
      body: { errors: [{ code: 'body_too_large' }] },
    });
    upload.destroy();
  });

  it('of unknown length is rejected when it is too large', async () => {
    const upload = await shop.startForm({}, newUser());
    const answer = responseTo(upload);
    // The parser skips what comes before the first part.
    for (let sent = 0; sent < 64 && !upload.destroyed; sent++) {
      upload.write(Buffer.alloc(MiB));
      await sleep(1);
    }
    expect(await answer).toMatchObject({ status: 400, body: { errors: [{ code: 'body_too_large' }] } });
    upload.destroy();
  });

  it('gets the answer of its first error although the rest is still to be sent', async () => {
    const first = Buffer.concat([fields, part('name="price"', '1')]);
    const rest = Buffer.concat([image(pngOf(8 * MiB)), end]);
    const upload = await shop.startForm({ 'Content-Length': first.length + rest.length }, newUser());
    const answer = responseTo(upload);
    upload.write(first);
    await sleep(100);
    upload.end(rest);
    expect(await answer).toMatchObject({ status: 400, body: { errors: [{ field: 'price' }] } });
  });
});
