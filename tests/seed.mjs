// Fills the shop that runs, twice, and looks at what is there then: node tests/seed.mjs [BASE_URL]
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { sellers } from '../tools/seed/catalog/index.mjs';
import { buyers } from '../tools/seed/catalog/orders.mjs';
import { optionsOf } from '../tools/seed/lib/options.mjs';
import { Person } from '../tools/seed/lib/person.mjs';
import { Shop } from '../tools/seed/lib/shop.mjs';
import { mustBeShop } from '../tools/seed/lib/trouble.mjs';

const program = join(import.meta.dirname, '../tools/seed/seed.mjs');
const { base, password, authority } = optionsOf(process.argv[2], process.env);
const shop = new Shop(base, authority);
let steps = 0;

/** @param {string} name @param {() => unknown} check */
async function step(name, check) {
  try {
    await check();
  } catch (error) {
    console.log(`FAIL  ${name}\n      ${error instanceof Error ? error.message : error}`);
    process.exit(1);
  }
  steps++;
  console.log(`ok    ${name}`);
}

/** @param {string[]} args */
function seed(...args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], { encoding: 'utf8' });
  return { status, text: stdout + stderr };
}

/** @param {{email: string}} one */
const enter = ({ email }) => Person.enter(shop, email, password);

await step('a shop is filled', () => {
  const { status, text } = seed(base);
  assert.equal(status, 0, text);
  for (const { email } of [...Object.values(sellers), ...Object.values(buyers)]) assert(text.includes(email));
});

/** @type {{title: string, price: number, imageUrl: string}[]} */
const products = [];
await step('there are 60 products, of three sellers', async () => {
  for (const seller of Object.values(sellers))
    products.push(...(await (await enter(seller)).all('/api/products', { mine: 'true' })));
  assert.equal(new Set(products.map(({ title }) => title)).size, 60);
});

await step('each has a picture that is its own, and that is there', async () => {
  assert.equal(new Set(products.map(({ imageUrl }) => imageUrl)).size, products.length);
  const { origin } = new URL(products[0]?.imageUrl ?? base);
  const media = new Shop(origin, authority);
  for (const { imageUrl } of products) {
    const { status, headers } = await media.ask('GET', imageUrl.slice(origin.length));
    assert.deepEqual([status, headers['content-type']], [200, 'image/webp'], imageUrl);
  }
});

await step('each buyer has orders in every state, and one that was refunded', async () => {
  for (const buyer of Object.values(buyers)) {
    const orders = await (await enter(buyer)).all('/api/orders');
    const statuses = new Set(orders.map(({ status }) => status));
    assert.deepEqual([...statuses].sort(), ['AwaitingPayment', 'Cancelled', 'Complete', 'Created']);
    const refunded = orders.filter(({ history }) =>
      history.some((/** @type {any} */ { type }) => type === 'refunded'),
    );
    assert.equal(refunded.length, 1);
  }
});

await step('filled again, it has nothing new', () => {
  const { status, text } = seed(base);
  assert.equal(status, 0, text);
  assert.match(text, /nothing has changed/);
});

await step('where no shop is, it says what to start', () => {
  const { status, text } = seed('http://127.0.0.1:9');
  assert.equal(status, 1);
  assert.match(text, /The shop is not up[\s\S]*docker compose up/);
});

await step('where something else answers, it is left alone', async () => {
  const server = createServer((_, response) => response.end('hello')).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  // Not as a program of its own: to wait for that would keep this process from answering.
  await assert.rejects(mustBeShop(new Shop(`http://127.0.0.1:${port}`)), /is not the shop/);
  server.close();
});

await step('a shop that others may reach is not given a password that everybody can read', () => {
  const { status, text } = seed('https://shop.example.com');
  assert.equal(status, 1);
  assert.match(text, /SEED_PASSWORD/);
});
console.log(`${steps} steps passed`);
process.exit();
