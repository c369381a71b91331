// Seeds a running shop twice and checks products and orders: node tests/seed.mjs [BASE_URL]
// Needs the compiled packages (npm run build).
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { sellers } from '../tools/seed/catalog/index.mjs';
import { buyers } from '../tools/seed/catalog/orders.mjs';
import { createFetch } from '../tools/seed/lib/fetch.mjs';
import { optionsOf } from '../tools/seed/lib/options.mjs';
import { readAll } from '../tools/seed/lib/requests.mjs';
import { Shop } from '../tools/seed/lib/shop.mjs';
import { signIn } from '../tools/seed/lib/sign-in.mjs';
import { StepReport } from './step-report.mjs';

const program = join(import.meta.dirname, '../tools/seed/seed.mjs');
const { base, password, ca } = optionsOf(process.argv[2], process.env);
const shop = new Shop(base, ca);
const report = new StepReport();

/** @param {string} name @param {() => unknown} check */
async function step(name, check) {
  await report.run(name, check);
  if (report.failed) report.exit();
}

/** @param {string[]} args */
function seed(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
  return { status, text: stdout + stderr };
}

/** @param {{email: string}} account */
const clientOf = ({ email }) => signIn(shop, email, password);

await step('npm run seed succeeds', () => {
  const { status, text } = seed(base);
  assert.equal(status, 0, text);
  for (const { email } of [...Object.values(sellers), ...Object.values(buyers)]) assert(text.includes(email));
});

/** @type {import('@ecommerce/contracts').Product[]} */
const products = [];
await step('three sellers offer 60 products', async () => {
  for (const seller of Object.values(sellers)) {
    const api = await clientOf(seller);
    const readPage = (/** @type {{page: number, limit: number}} */ page) =>
      api.GET('/api/products', { params: { query: { ...page, mine: true } } });
    products.push(...(await readAll('Reading the products', readPage)));
  }
  assert.equal(new Set(products.map(({ title }) => title)).size, 60);
});

await step('each product has its own image, which can be fetched', async () => {
  assert.equal(new Set(products.map(({ imageUrl }) => imageUrl)).size, products.length);
  const fetch = createFetch({ ca });
  for (const { imageUrl } of products) {
    const { status, headers } = await fetch(new Request(imageUrl ?? ''));
    assert.deepEqual([status, headers.get('content-type')], [200, 'image/webp'], imageUrl ?? '');
  }
});

await step('each buyer has orders in every state and one refund', async () => {
  for (const buyer of Object.values(buyers)) {
    const api = await clientOf(buyer);
    const orders = await readAll('Reading the orders', (query) =>
      api.GET('/api/orders', { params: { query } }),
    );
    const statuses = new Set(orders.map(({ status }) => status));
    assert.deepEqual([...statuses].sort(), ['AwaitingPayment', 'Cancelled', 'Complete', 'Created']);
    const refunded = orders.filter(({ history }) => history.some(({ type }) => type === 'refunded'));
    assert.equal(refunded.length, 1);
  }
});

await step('seeding again changes nothing', () => {
  const { status, text } = seed(base);
  assert.equal(status, 0, text);
  assert.match(text, /nothing has changed/);
});

await step('seeding without a running shop says how to start it', () => {
  const { status, text } = seed('http://127.0.0.1:9');
  assert.equal(status, 1);
  assert.match(text, /The shop is not running[\s\S]*docker compose up/);
});

await step('another server at the URL is not seeded', async () => {
  const server = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  // Runs in this process, because waiting for a child process would block this server.
  await assert.rejects(new Shop(`http://127.0.0.1:${port}`).assertIsShop(), /is not the shop/);
  server.close();
});

await step('a shop on a public host needs SEED_PASSWORD', () => {
  const { status, text } = seed('https://shop.example.com');
  assert.equal(status, 1);
  assert.match(text, /SEED_PASSWORD/);
});
report.exit();
