// @ts-check
// Sends ten requests per second to a shop until SIGTERM, then pays all open orders and prints the history as JSON:
//   NODE_EXTRA_CA_CERTS=rootCA.pem node tests/k8s/traffic.mjs https://ecommerce.local > history.json
// Also prints failures to stderr.
import { setTimeout as sleep } from 'node:timers/promises';
import { HttpClient } from '../../tools/seed/lib/http-client.mjs';

const [base = 'https://ecommerce.local'] = process.argv.slice(2);
const STOCK = 100_000;
const run = Date.now().toString(36);
const client = new HttpClient(base, { timeoutMs: 60_000 });

/** @typedef {{id: string, buyer: string, productId: string, quantity: number, ended: boolean}} PlacedOrder */
/** @type {PlacedOrder[]} */
const orders = [];
/** @type {{at: string, method: string, path: string, status: number, retryAfter?: string, body: unknown}[]} */
const failures = [];
let requests = 0;
let stopping = false;
process.on('SIGTERM', () => {
  stopping = true;
});

/** @param {string} method @param {string} path @param {string} [cookie] @param {object} [body] */
async function call(method, path, cookie, body) {
  requests += 1;
  const response = await client.trySend(method, path, { cookie, body });
  const { status, headers } = response;
  if (status === 0 || status >= 500) {
    const shown = typeof response.body === 'string' ? response.body.slice(0, 100) : response.body;
    const retryAfter = headers['retry-after'];
    failures.push({ at: new Date().toISOString(), method, path, status, retryAfter, body: shown });
    console.error(`${method} ${path}: ${status} ${JSON.stringify(shown)}`);
  }
  return response;
}

/** @param {string} name */
async function signUp(name) {
  const body = { email: `${name}-${run}@example.com`, password: 'correct horse' };
  const { status, cookie } = await call('POST', '/api/users/signup', '', body);
  if (status !== 201) throw new Error(`signing up ${name} failed with status ${status}`);
  return cookie;
}

const seller = await signUp('seller');
const buyers = await Promise.all([1, 2, 3, 4].map((n) => signUp(`buyer${n}`)));
const products = await Promise.all(
  [1, 2, 3].map(async (n) => {
    const body = { title: `Traffic ${run} ${n}`, price: 9.99 + n, quantity: STOCK };
    return (await call('POST', '/api/products', seller, body)).body.id;
  }),
);

/** @template T @param {T[]} list @returns {T} */
const any = (list) => /** @type {T} */ (list[Math.floor(Math.random() * list.length)]);

async function order() {
  const buyer = any(buyers);
  const productId = any(products);
  const quantity = 1 + Math.floor(Math.random() * 3);
  const { status, body } = await call('POST', '/api/orders', buyer, { items: [{ productId, quantity }] });
  if (status === 201) orders.push({ id: body.id, buyer, productId, quantity, ended: false });
}

/** @param {PlacedOrder} order @param {string} token */
const pay = ({ id, buyer }, token) => call('POST', '/api/payments', buyer, { orderId: id, token });

const TOKENS = ['tok_visa', 'tok_visa', 'tok_visa', 'tok_chargeDeclined'];

/** Pays an open order, cancels it, or does both at once. The final check reads the order's state, not these responses. */
async function end() {
  const open = orders.filter(({ ended }) => !ended);
  if (open.length === 0) return order();
  const one = any(open);
  const cancel = () => call('DELETE', `/api/orders/${one.id}`, one.buyer);
  const dice = Math.random();
  if (dice < 0.8) one.ended = (await pay(one, any(TOKENS))).status === 201;
  else if (dice < 0.9) one.ended = (await cancel()).status === 200;
  else await Promise.all([pay(one, any(TOKENS)), cancel()]);
}

const addToCart = () =>
  call('POST', '/api/cart/items', any(buyers), { productId: any(products), quantity: 1 });

/** @type {(() => Promise<unknown>)[]} */
const mix = [
  () => call('GET', '/'),
  () => call('GET', '/api/products?limit=10'),
  () => call('GET', `/api/products/${any(products)}`),
  () => call('GET', '/api/users/currentuser', any(buyers)),
  () => call('GET', '/api/cart', any(buyers)),
  () => call('GET', `/products/${any(products)}`),
  order,
  order,
  end,
];
const schedule = [...mix, addToCart, ...mix, end];

/** @type {Promise<unknown>[]} */
const inFlight = [];
for (let tick = 0; !stopping; tick += 1) {
  inFlight.push(/** @type {() => Promise<unknown>} */ (schedule[tick % schedule.length])());
  await sleep(100);
}
await Promise.all(inFlight);

// Pays every open order, so that each reaches a final state.
for (const one of orders)
  for (let attempt = 0; !one.ended && attempt < 30; attempt += 1) {
    const { status } = await pay(one, 'tok_visa');
    // 400: the order is already paid or cancelled.
    one.ended = status === 201 || status === 400;
    if (!one.ended) await sleep(500);
  }

const history = { requests, failures, stock: STOCK, products, orders };
process.stdout.write(JSON.stringify(history), () => process.exit(0));
