import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { User } from '@ecommerce/contracts';
import { cookieOf, newUser } from '@ecommerce/test-kit';
import { end, FORM_TYPE, fields, image, part } from './forms.ts';
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

interface Sender {
  user?: User;
  headers?: Record<string, string | number>;
}

/** Starts a form. */
function start({ user = newUser(), headers = {} }: Sender) {
  const { port } = server.address() as AddressInfo;
  const upload = request({
    port,
    host: '127.0.0.1',
    method: 'POST',
    path: '/api/products',
    headers: { 'Content-Type': FORM_TYPE, Cookie: cookieOf(user), ...headers },
  });
  upload.on('error', () => {});
  return upload;
}

/** Sends a large form in small pieces until `signal` aborts it. Each piece is fast enough not to count as stalled. */
async function drip(sender: Sender, signal: AbortSignal): Promise<void> {
  const body = Buffer.concat([fields, image(pngOf(8 * MiB)), end]);
  const upload = start({ ...sender, headers: { 'Content-Length': body.length, ...sender.headers } });
  for (let from = 0; from < body.length && !signal.aborted; from += 4000) {
    upload.write(body.subarray(from, from + 4000));
    await sleep(100);
  }
  upload.destroy();
}

async function answerOf(upload: ReturnType<typeof start>) {
  const [response] = await once(upload, 'response');
  return { status: response.statusCode, body: await json(response) };
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
    const upload = start({ headers: { 'Content-Length': 64 * MiB } });
    upload.flushHeaders();
    expect(await answerOf(upload)).toMatchObject({
      status: 400,
      body: { errors: [{ code: 'body_too_large' }] },
    });
    upload.destroy();
  });

  it('of unknown length is rejected when it is too large', async () => {
    const upload = start({});
    const answer = answerOf(upload);
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
    const upload = start({ headers: { 'Content-Length': first.length + rest.length } });
    const answer = answerOf(upload);
    upload.write(first);
    await sleep(100);
    upload.end(rest);
    expect(await answer).toMatchObject({ status: 400, body: { errors: [{ field: 'price' }] } });
  });
});
