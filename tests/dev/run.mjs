// Runs npm run dev in a copy of this working tree, edits files and measures when each edit is live:
//   node tests/dev/run.mjs [NUMBER_OF_EDITS]
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { poll } from '../../tools/embedded/lib/poll.mjs';
import { services } from '../../tools/services/list.generated.mjs';
import { StepReport } from '../step-report.mjs';
import { RequestLoop } from './request-loop.mjs';
import { ShopCopy } from './shop-copy.mjs';

const edits = Number(process.argv[2] ?? 3);
const LIVE_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 60_000;
const json = { 'content-type': 'application/json' };
const report = new StepReport();
const shop = await ShopCopy.create();
/** @type {import('node:child_process').ChildProcess | undefined} */
let running;

/** @param {string} name @param {() => unknown} check */
async function step(name, check) {
  try {
    report.step(`${name}${(await check()) ?? ''}`);
  } catch (error) {
    report.step(name, [error instanceof Error ? error.message : error]);
    console.log(shop.output.split('\n').slice(-60).join('\n'));
    if (running) await shop.interrupt(running);
    shop.remove();
    report.exit();
  }
}

/**
 * Edits a file several times.
 * @param {string} file @param {string} from @param {(mark: string) => string} to
 * @param {() => Promise<string>} read the response that shows the edit
 * @returns {Promise<string>} the milliseconds from each write to the first response that shows it
 */
async function liveAfter(file, from, to, read) {
  const times = [];
  let before = from;
  for (let index = 0; index < edits; index++) {
    const mark = `edit-${Math.random().toString(36).slice(2)}`;
    const startedAt = performance.now();
    shop.edit(file, before, to(mark));
    const isLive = async () => (await read()).includes(mark);
    const live = await poll(isLive, { intervalMs: 5, timeoutMs: LIVE_TIMEOUT_MS });
    assert(live, `${file} is not live after ${LIVE_TIMEOUT_MS} ms`);
    times.push(Math.round(performance.now() - startedAt));
    before = to(mark);
    await sleep(500);
  }
  shop.edit(file, before, from);
  const sorted = times.toSorted((one, other) => one - other);
  return `: median ${sorted[sorted.length >> 1]} ms, maximum ${sorted.at(-1)} ms of ${edits}`;
}

/** @param {string} path @param {RequestInit} [init] */
async function call(path, init) {
  const response = await fetch(shop.url + path, init);
  assert(response.ok, `${path}: ${response.status} ${await response.clone().text()}`);
  return response;
}

await step('Ctrl-C during the start leaves no process', async () => {
  const child = shop.run();
  await sleep(1500);
  assert.deepEqual(await shop.interrupt(child), []);
});

await step('Ctrl-C twice leaves no process', async () => {
  const child = shop.run();
  await shop.printed(/\[\w+ *\]/, child);
  await shop.interrupt(child, 2);
  // The launcher ends at once, and its watchdog stops the others.
  const stopped = await poll(() => shop.processes().length === 0, {
    intervalMs: 100,
    timeoutMs: STOP_TIMEOUT_MS,
  });
  assert(stopped, shop.processes().join('\n'));
});

await step('npm run dev starts the shop', async () => {
  running = await shop.start();
  assert.match(await (await call('/')).text(), /<html/);
});

await step('each service has a debugger', async () => {
  for (const { name, variable } of services) {
    const port = shop.ports[`${variable}_DEBUG_PORT`];
    assert(shop.output.includes(`127.0.0.1:${port}`), `the port of ${name} is not printed`);
    const targets = await (await fetch(`http://127.0.0.1:${port}/json/list`)).text();
    assert.match(targets, /hot-service\.mjs/);
  }
});

await step('a second start is rejected', () => {
  const env = { ...process.env, ...shop.ports };
  const { status, stderr } = spawnSync('npm', ['run', 'dev'], { cwd: shop.dir, env, encoding: 'utf8' });
  assert.equal(status, 1);
  assert.match(stderr, /The shop is already running or starting at/);
});

const email = `dev-${Date.now()}@example.com`;
const body = (/** @type {object} */ value) => ({
  method: 'POST',
  headers: json,
  body: JSON.stringify(value),
});
const signUp = await call('/api/users/signup', body({ email, password: 'a good password' }));
const cookie =
  signUp.headers
    .getSetCookie()
    .find((set) => set.startsWith('session='))
    ?.split(';')[0] ?? '';
const teapot = { title: 'A teapot', price: 9.99, quantity: 5 };
const created = await call('/api/products', {
  ...body(teapot),
  headers: { ...json, cookie },
});
const { id } = /** @type {{id: string}} */ (await created.json());
const paths = [
  '/api/users/currentuser',
  '/api/products',
  `/api/products/${id}`,
  '/api/cart',
  '/api/orders',
  '/',
];
const loop = new RequestLoop(
  paths.map((path) => shop.url + path),
  { cookie },
);

const orders = async () => {
  const { headers } = await call('/api/orders', { headers: { cookie } });
  return headers.get('x-mark') ?? '';
};
const pageHeaders = 'setPageHeaders(req, res, query, total);';
await step('an edit of services/orders is live', () =>
  liveAfter(
    'services/orders/src/routes.ts',
    pageHeaders,
    (mark) => `${pageHeaders} res.set('X-Mark', '${mark}');`,
    orders,
  ),
);

const requestId = "res.set('X-Request-Id', currentTraceId());";
await step('an edit of shared/service-kit is live', () =>
  liveAfter(
    'shared/service-kit/src/http/app.ts',
    requestId,
    (mark) => `${requestId} res.set('X-Mark', '${mark}');`,
    orders,
  ),
);

const title = 'Good things, fairly sold';
const page = async () => (await call('/')).text();
await step('an edit of the storefront is live', () =>
  liveAfter('client/app/page.tsx', title, (mark) => `${title}, ${mark}`, page),
);

await step('the old version answers while the code has an error', async () => {
  const file = 'services/orders/src/routes.ts';
  shop.edit(file, pageHeaders, `${pageHeaders} (`);
  await shop.printed(
    /\[orders *\].*ERROR/,
    /** @type {import('node:child_process').ChildProcess} */ (running),
  );
  await orders();
  shop.edit(file, `${pageHeaders} (`, `${pageHeaders} res.set('X-Mark', 'corrected');`);
  const isLive = async () => (await orders()) === 'corrected';
  assert(await poll(isLive, { intervalMs: 50, timeoutMs: LIVE_TIMEOUT_MS }));
});

await step('no request fails during the edits', async () => {
  await loop.stop();
  assert.deepEqual(loop.failures, []);
  return `: ${loop.requests} requests`;
});

await step('all data is kept', async () => {
  const product = await (await call(`/api/products/${id}`)).json();
  assert.deepEqual(product, { .../** @type {object} */ (product), ...teapot });
});

await step('Ctrl-C leaves no process', async () => {
  if (running) assert.deepEqual(await shop.interrupt(running), []);
});

shop.remove();
report.exit();
