// Tests the routes of the gateway with stubs of the services and of the storefront: node tests/gateway.mjs
// Needs Traefik on PATH or Go, as npm start does.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerApiError } from '../client/serve/api-errors.mjs';
import { rejectMethod } from '../client/serve/methods.mjs';
import { answerUnreadableRequests } from '../client/serve/unreadable-requests.mjs';
import { freePort } from '../tools/embedded/lib/ports.mjs';
import { resolveBinaries } from '../tools/embedded/lib/resolve-binaries.mjs';
import { gatewaySpec } from '../tools/embedded/lib/server-specs.mjs';
import { traefik } from '../tools/embedded/lib/servers.mjs';
import { StepReport } from './step-report.mjs';

const report = new StepReport();
const folder = mkdtempSync(join(tmpdir(), 'gateway-'));
const [gatewayPort, strictPort, storefrontPort, servicePort, unusedPort] = await Promise.all(
  Array.from({ length: 5 }, () => freePort()),
);

/** @param {import('node:http').RequestListener} listener @param {number} port */
async function serve(listener, port) {
  const server = createServer(listener).listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

/** Emits `bytes` with the first bytes of a body. */
const uploads = new EventEmitter();
/** Answers for the service `products`. @type {import('node:http').RequestListener} */
async function products(req, res) {
  if (req.url === '/api/products/host') {
    const { host, 'x-forwarded-host': forwarded } = req.headers;
    return void res.end(`${host} ${forwarded}`);
  }
  if (req.url === '/api/products/breaks') return void req.socket.destroy();
  const [, status] = /(\d+)$/.exec(req.url ?? '') ?? [];
  if (status) return void res.writeHead(Number(status), { 'Retry-After': '7' }).end('of the service');
  if (req.url === '/api/products/place') return void res.end(req.headers['x-forwarded-for']);
  if (req.method === 'GET') return void res.end('listed');
  req.once('data', () => uploads.emit('bytes'));
  req.resume();
}

/** @param {string} path @param {RequestInit} [init] @param {number} [port] */
async function send(path, init, port = gatewayPort) {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
  const { status, headers } = response;
  return { status, retryAfter: headers.get('retry-after'), body: await response.text() };
}

/** Sends a request that `fetch` does not allow. @param {import('node:http').RequestOptions} options */
async function sendRaw(options) {
  const sent = request({ port: gatewayPort, ...options }).end();
  const [response] = await once(sent, 'response');
  return { status: response.statusCode, allow: response.headers.allow, body: await text(response) };
}

/** @param {Awaited<ReturnType<typeof send>>} answer @param {number} status @param {string} code */
function assertError({ status: actual, body, retryAfter }, status, code) {
  assert.equal(actual, status, body);
  assert.equal(JSON.parse(body).errors[0].code, code);
  assert.equal(retryAfter !== null, status === 503);
}

const storefront = await serve(
  (req, res) => void (answerApiError(req, res) || rejectMethod(req, res) || res.end('a page')),
  storefrontPort ?? 0,
);
answerUnreadableRequests(storefront);
await serve(products, servicePort ?? 0);
const ports = new Map([
  ['AUTH_PORT', servicePort],
  ['PRODUCTS_PORT', servicePort],
]);
const binaryOf = await resolveBinaries([traefik]);
/** @type {import('node:child_process').ChildProcess[]} */
const gateways = [];
/** Ends with Ctrl-C as with the last step, so that no Traefik stays behind. */
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1));
process.on('exit', () => {
  for (const gateway of gateways) gateway.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** @param {number | undefined} port @param {string} [limitFactor] */
async function startGateway(port, limitFactor) {
  const { command, args, env, ready } = gatewaySpec(
    binaryOf(traefik),
    (name) => (name === 'PORT' ? port : ports.get(name)) ?? unusedPort ?? 0,
    `http://127.0.0.1:${storefrontPort}`,
    join(folder, `${port}/access.log`),
    limitFactor,
  );
  gateways.push(spawn(command, args, { env, stdio: ['ignore', 'inherit', 'inherit'] }));
  while (!(await ready().catch(() => false))) await sleep(100);
}
await startGateway(gatewayPort);

await report.run('a path that no service has answers 404 as JSON', async () => {
  for (const path of ['/api', '/api/nothing', '/api/userspace'])
    assertError(await send(path), 404, 'not_found');
  assertError(await send('/api/nothing', { method: 'POST', body: '{}' }), 404, 'not_found');
});

await report.run('a service that is not running answers 503 as JSON', async () => {
  assertError(await send('/api/orders'), 503, 'unavailable');
  assertError(await send('/api/payments', { method: 'POST', body: '{}' }), 503, 'unavailable');
});

await report.run('a service that breaks off answers 503 as JSON', async () => {
  assertError(await send('/api/products/breaks'), 503, 'unavailable');
  assertError(await send('/api/products/breaks', { method: 'POST', body: '{}' }), 503, 'unavailable');
});

await report.run('responses of a service pass unchanged', async () => {
  for (const status of [400, 404, 408, 429, 500, 503])
    assert.deepEqual(await send(`/api/products/${status}`), {
      status,
      retryAfter: '7',
      body: 'of the service',
    });
});

await report.run('pages and the API reference come from the storefront', async () => {
  for (const path of ['/', '/orders', '/api/docs', '/api/docs/openapi.json', '/apis'])
    assert.equal((await send(path)).body, 'a page');
});

await report.run('a service sees the address of the client, which cannot choose it', async () => {
  for (const forged of ['203.0.113.7', '203.0.113.7, 10.0.0.1', '::1']) {
    const headers = { 'X-Forwarded-For': forged, 'X-Real-Ip': forged, Forwarded: `for=${forged}` };
    assert.equal((await send('/api/products/place', { headers })).body, '127.0.0.1');
  }
});

await report.run(
  'the host that the client asked for arrives at the service, whatever else the client states',
  async () => {
    const headers = { Host: 'shop.example:8080', 'X-Forwarded-Host': 'evil.example' };
    const { body } = await sendRaw({ path: '/api/products/host', headers });
    assert.equal(body, 'shop.example:8080 shop.example:8080');
  },
);

await report.run('the storefront answers TRACE and unknown methods with 405', async () => {
  for (const method of ['TRACE', 'PROPFIND', 'DELETE'])
    assert.deepEqual(await sendRaw({ method, path: '/orders' }), {
      status: 405,
      allow: 'GET, HEAD, POST, OPTIONS',
      body: JSON.stringify({
        errors: [{ code: 'method_not_allowed', message: `${method} is not possible for /orders.` }],
      }),
    });
  const socket = connect(gatewayPort ?? 0, '127.0.0.1');
  socket.write('FOO / HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n\r\n');
  assert.match(await text(socket), /^HTTP\/1\.1 405 /);
});

await report.run('a request waits for a service that restarts', async () => {
  const answer = send('/api/orders', { method: 'POST', body: '{}' });
  await sleep(300);
  const orders = await serve((_req, res) => void res.end('ordered'), unusedPort ?? 0);
  assert.equal((await answer).body, 'ordered');
  orders.closeAllConnections();
  orders.close();
});

await report.run('a body reaches the service while it is sent', async () => {
  const headers = { 'Content-Length': 1_000_000 };
  const upload = request({ port: gatewayPort, method: 'POST', path: '/api/products', headers });
  upload.on('error', () => {});
  const started = once(uploads, 'bytes');
  // Traefik sends a request on when it has the first 4 KB.
  upload.write('x'.repeat(10_000));
  await started;
  upload.destroy();
});

await report.run('one address has a limit of requests per second', async () => {
  // A hundredth of the limits: 10 requests per second after 20, and 5 at once.
  await startGateway(strictPort, '0.01');
  const answers = [];
  for (let sent = 0; sent < 60; sent++) answers.push(await send('/api/products', {}, strictPort));
  const rejected = answers.filter(({ status }) => status === 429);
  assert(rejected.length > 0, 'all requests were accepted');
  assert.match(rejected[0]?.retryAfter ?? '', /^\d+$/);
});

await report.run('one address has a limit of requests in flight', async () => {
  // Lets the burst recover.
  await sleep(2000);
  const headers = { 'Content-Length': 1_000_000 };
  let arrived = 0;
  uploads.on('bytes', () => {
    arrived += 1;
  });
  const hanging = Array.from({ length: 5 }, () => {
    const upload = request({ port: strictPort, method: 'POST', path: '/api/products', headers });
    upload.on('error', () => {});
    upload.write('x'.repeat(10_000));
    return upload;
  });
  while (arrived < 5) await sleep(50);
  assert.equal((await send('/api/products', {}, strictPort)).status, 429);
  for (const upload of hanging) upload.destroy();
  while ((await send('/api/products', {}, strictPort)).status === 429) await sleep(200);
});

await report.run('without the storefront, a service that is not running answers 503', async () => {
  storefront.closeAllConnections();
  storefront.close();
  assert.equal((await send('/api/orders')).status, 503);
});
report.exit();
