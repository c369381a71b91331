// Tests a running shop with slow and stalled uploads, and with many cookies: node tests/slow-network.mjs [BASE_URL]
// Takes 80 s: the slow upload must take longer than the gateway's default limit of 60 s.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { takeBaseUrl } from './base-url.mjs';
import { StepReport } from './step-report.mjs';

const base = takeBaseUrl(process.argv.slice(2));
const { request } = base.startsWith('https:') ? https : http;
const report = new StepReport();
const BYTES_PER_SECOND = 20_000;
const SLOW_BYTES = 75 * BYTES_PER_SECOND;
/** As many as products reads at once. */
const STALLED = 8;
/** Traefik sends a request on when it has the first 4 KB. */
const FIRST_BYTES = 10_000;
const STALL_MS = 15_000;
const BOUNDARY = 'a-boundary-of-these-tests';
const FORM_TYPE = `multipart/form-data; boundary=${BOUNDARY}`;
const JSON_TYPE = 'application/json';

/** @param {string} path @param {import('node:http').OutgoingHttpHeaders} headers @param {string} [method] */
const start = (path, headers, method = 'POST') => request(`${base}${path}`, { method, headers });

/** @param {import('node:http').ClientRequest} sent */
async function answerTo(sent) {
  const [response] = await once(sent, 'response');
  return { status: response.statusCode, headers: response.headers, body: await text(response) };
}

/** @param {string} path @param {import('node:http').OutgoingHttpHeaders} [headers] */
function get(path, headers = {}) {
  const sent = start(path, headers, 'GET');
  sent.end();
  return answerTo(sent);
}

/** A PNG file of this size: one pixel, and an ancillary chunk. @param {number} bytes */
function pngOf(bytes) {
  const pixel = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const content = Buffer.concat([Buffer.from('shOp'), Buffer.alloc(bytes)]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(content));
  const end = pixel.length - 12;
  return Buffer.concat([pixel.subarray(0, end), length, content, checksum, pixel.subarray(end)]);
}

/** @param {Buffer} png */
function productForm(png) {
  const fields = Object.entries({ title: `Slow ${randomUUID()}`, price: '1', quantity: '1' }).map(
    ([name, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const file = `--${BOUNDARY}\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n\r\n`;
  return Buffer.concat([Buffer.from(fields.join('') + file), png, Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]);
}

const account = JSON.stringify({ email: `slow-${randomUUID()}@example.com`, password: 'correct horse' });
const signUp = start('/api/users/signup', { 'Content-Type': JSON_TYPE });
signUp.end(account);
/** @type {string[]} */
const set = (await answerTo(signUp)).headers['set-cookie'] ?? [];
const session = set.find((cookie) => /^(__Host-)?session=/.test(cookie))?.split(';')[0];
assert(session, 'the sign-up set no session cookie');

/** @param {Buffer} form */
const upload = (form) =>
  start('/api/products', { 'Content-Type': FORM_TYPE, 'Content-Length': form.length, Cookie: session });

/** @param {number} size @param {number} [bytesPerSecond] */
async function store(size, bytesPerSecond = Number.POSITIVE_INFINITY) {
  const form = productForm(pngOf(size));
  const sent = upload(form);
  const answer = answerTo(sent);
  const piece = Math.min(bytesPerSecond / 5, form.length);
  for (let from = 0; from < form.length && !sent.destroyed; from += piece) {
    sent.write(form.subarray(from, from + piece));
    if (bytesPerSecond < Number.POSITIVE_INFINITY) await sleep(200);
  }
  sent.end();
  const { status, body } = await answer;
  assert.equal(status, 201, body);
  assert((await fetch(JSON.parse(body).imageUrl)).ok);
}

/**
 * Sends the first bytes of a form, and some more when the upload has stalled for long enough. On HTTP/1.1, Traefik passes
 * the response on only then.
 */
async function stall() {
  const form = productForm(pngOf(1_000_000));
  const sent = upload(form);
  sent.write(form.subarray(0, FIRST_BYTES));
  const answer = answerTo(sent);
  await sleep(STALL_MS);
  sent.write(form.subarray(FIRST_BYTES, 2 * FIRST_BYTES));
  const { status, body } = await answer;
  assert.equal(status, 408, body);
  assert.equal(JSON.parse(body).errors[0].code, 'request_timeout');
  sent.destroy();
}

const slow = store(SLOW_BYTES, BYTES_PER_SECOND);
slow.catch(() => {});
const stalled = Promise.all(Array.from({ length: STALLED }, stall));
stalled.catch(() => {});
await sleep(500);

await report.run('an image is stored although eight uploads stall', () => store(1000));
await report.run('uploads that stall answer 408', () => stalled);

const cookies = (/** @type {number} */ bytes) => ({ Cookie: 'other=application; '.repeat(bytes / 19) });
await report.run('60 KB of cookies of other applications are ignored', async () => {
  for (const path of ['/', '/api/products', '/api/nothing'])
    assert.equal((await get(path, cookies(60_000))).status, path === '/api/nothing' ? 404 : 200, path);
});
await report.run('more cookies than that answer 431, and say what to do', async () => {
  const page = await get('/', cookies(70_000));
  assert.equal(page.status, 431);
  assert.match(page.body, /Too many cookies[\s\S]*Delete the cookies/);
  const { status, body } = await get('/api/products', cookies(70_000));
  assert.equal(status, 431);
  assert.equal(JSON.parse(body).errors[0].code, 'headers_too_large');
});
await report.run('a slow upload is stored', () => slow);
report.exit();
