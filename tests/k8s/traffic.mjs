// @ts-check
// Sends ten requests per second to a shop until SIGTERM, then pays all open orders and prints the history as JSON:
//   NODE_EXTRA_CA_CERTS=rootCA.pem node tests/k8s/traffic.mjs https://ecommerce.local > history.json
// Also prints failures to stderr.
import { setTimeout as sleep } from 'node:timers/promises';
import { createApiClient, SessionCookie } from '@ecommerce/api-client';
import { createFetch } from '../../tools/seed/lib/fetch.mjs';

const [base = 'https://ecommerce.local'] = process.argv.slice(2);
const STOCK = 100_000;
const run = Date.now().toString(36);
const send = createFetch({ timeoutMs: 60_000 });

/** @typedef {Awaited<ReturnType<typeof signUp>>} Buyer */
/** @typedef {{id: string, buyer: Buyer, productId: string, quantity: number, ended: boolean}} PlacedOrder */
/** @type {PlacedOrder[]} */
const orders = [];
/** @type {{at: string, method: string, path: string, status: number, retryAfter?: string, body: string}[]} */
const failures = [];
let requests = 0;
let stopping = false;
process.on('SIGTERM', () => {
  stopping = true;
});

/** Sends a request and records its failure. A missing response becomes one with the status 0. @param {Request} request */
async function record(request) {
  requests += 1;
  let reason = '';
  const response = await send(request).catch((/** @type {Error} */ error) => {
    reason = error.message;
    return Response.error();
  });
  const { status, headers } = response;
  if (status > 0 && status < 500) return response;
  const { method, url } = request;
  const path = url.slice(base.length);
  const body = (reason || (await response.clone().text())).slice(0, 200);
  const retryAfter = headers.get('retry-after') ?? undefined;
  failures.push({ at: new Date().toISOString(), method, path, status, retryAfter, body });
  console.error(`${method} ${path}: ${status} ${body}`);
  return response;
}

const newClient = (session = new SessionCookie()) =>
  createApiClient({ baseUrl: base, session, fetch: record });

/** @param {string} name */
async function signUp(name) {
  const session = new SessionCookie();
  const api = newClient(session);
  const body = { email: `${name}-${run}@example.com`, password: 'correct horse' };
  const { data, response } = await api.POST('/api/users/signup', { body });
  if (!data) throw new Error(`signing up ${name} failed with status ${response.status}`);
  return { api, session };
}

const guest = newClient();
const seller = await signUp('seller');
// So many that none has too many unpaid orders or declined cards.
const buyers = await Promise.all(Array.from({ length: 20 }, (_, n) => signUp(`buyer${n}`)));
const products = await Promise.all(
  [1, 2, 3].map(async (n) => {
    const body = { title: `Traffic ${run} ${n}`, price: 9.99 + n, quantity: STOCK };
    const { data, response } = await seller.api.POST('/api/products', { body });
    if (!data) throw new Error(`creating product ${n} failed with status ${response.status}`);
    return data.id;
  }),
);

/** @template T @param {T[]} list @returns {T} */
const any = (list) => /** @type {T} */ (list[Math.floor(Math.random() * list.length)]);

async function order() {
  const buyer = any(buyers);
  const productId = any(products);
  const quantity = 1 + Math.floor(Math.random() * 3);
  const { data } = await buyer.api.POST('/api/orders', { body: { items: [{ productId, quantity }] } });
  if (data) orders.push({ id: data.id, buyer, productId, quantity, ended: false });
}

/** @param {PlacedOrder} order @param {string} token */
const pay = async ({ id: orderId, buyer }, token) =>
  (await buyer.api.POST('/api/payments', { body: { orderId, token } })).response.status;

/** @param {PlacedOrder} order */
const cancel = async ({ id, buyer }) =>
  (await buyer.api.DELETE('/api/orders/{id}', { params: { path: { id } } })).response.status;

const TOKENS = ['tok_visa', 'tok_visa', 'tok_visa', 'tok_chargeDeclined'];

/** Pays an open order, cancels it, or does both at once. The final check reads the order's state, not these responses. */
async function end() {
  const open = orders.filter(({ ended }) => !ended);
  if (open.length === 0) return order();
  const one = any(open);
  const dice = Math.random();
  if (dice < 0.8) one.ended = (await pay(one, any(TOKENS))) === 201;
  else if (dice < 0.9) one.ended = (await cancel(one)) === 200;
  else await Promise.all([pay(one, any(TOKENS)), cancel(one)]);
}

const addToCart = () =>
  any(buyers).api.POST('/api/cart/items', { body: { productId: any(products), quantity: 1 } });
const openPage = (/** @type {string} */ path) => record(new Request(base + path));

/** @type {(() => Promise<unknown>)[]} */
const mix = [
  () => openPage('/'),
  () => guest.GET('/api/products', { params: { query: { limit: 10 } } }),
  () => guest.GET('/api/products/{id}', { params: { path: { id: any(products) } } }),
  () => any(buyers).api.GET('/api/users/currentuser'),
  () => any(buyers).api.GET('/api/cart'),
  () => openPage(`/products/${any(products)}`),
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
    const status = await pay(one, 'tok_visa');
    // 400: the order is already paid or cancelled.
    one.ended = status === 201 || status === 400;
    if (!one.ended) await sleep(500);
  }

// A buyer is stored as the session cookie.
const placed = orders.map((one) => ({ ...one, buyer: one.buyer.session.value }));
const history = { requests, failures, stock: STOCK, products, orders: placed };
process.stdout.write(JSON.stringify(history), () => process.exit(0));
