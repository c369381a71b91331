// @ts-check
// Ten requests a second of a shop in use, until SIGTERM; then what was begun is ended and everything is told as JSON:
//   NODE_EXTRA_CA_CERTS=rootCA.pem node tests/k8s/traffic.mjs https://ecommerce.local > told.json
// Progress goes to stderr.
import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from './http.mjs';

const [base = 'https://ecommerce.local'] = process.argv.slice(2);
const STOCK = 100_000;
const run = Date.now().toString(36);

/** @typedef {{id: string, buyer: string, productId: string, quantity: number, ended: boolean}} Bought */
/** @type {Bought[]} */
const orders = [];
/** @type {{at: string, what: string, path: string, status: number, retryAfter?: string, body: unknown}[]} */
const failures = [];
let requests = 0;
let stopping = false;
process.on('SIGTERM', () => {
  stopping = true;
});

/** @param {string} path @param {Parameters<typeof ask>[1]} [options] */
async function call(path, options) {
  requests += 1;
  const answer = await ask(base + path, options);
  const { status, retryAfter, body } = answer;
  if (status === 0 || status >= 500) {
    const what = options?.method ?? 'GET';
    const told = typeof body === 'string' ? body.slice(0, 100) : body;
    failures.push({ at: new Date().toISOString(), what, path, status, retryAfter, body: told });
    console.error(`${what} ${path}: ${status} ${JSON.stringify(told)}`);
  }
  return answer;
}

/** @param {string} name */
async function signUp(name) {
  const body = { email: `${name}-${run}@example.com`, password: 'correct horse' };
  const { status, cookie } = await call('/api/users/signup', { method: 'POST', body });
  if (status !== 201) throw new Error(`${name} can not sign up: ${status}`);
  return cookie;
}

const seller = await signUp('seller');
const buyers = await Promise.all([1, 2, 3, 4].map((n) => signUp(`buyer${n}`)));
const products = await Promise.all(
  [1, 2, 3].map(async (n) => {
    const body = { title: `Traffic ${run} ${n}`, price: 9.99 + n, quantity: STOCK };
    return (await call('/api/products', { method: 'POST', cookie: seller, body })).body.id;
  }),
);

/** @template T @param {T[]} list @returns {T} */
const any = (list) => /** @type {T} */ (list[Math.floor(Math.random() * list.length)]);

async function order() {
  const buyer = any(buyers);
  const productId = any(products);
  const quantity = 1 + Math.floor(Math.random() * 3);
  const body = { items: [{ productId, quantity }] };
  const { status, body: made } = await call('/api/orders', { method: 'POST', cookie: buyer, body });
  if (status === 201) orders.push({ id: made.id, buyer, productId, quantity, ended: false });
}

const OPEN_TOKENS = ['tok_visa', 'tok_visa', 'tok_visa', 'tok_chargeDeclined'];

/** Pays, cancels, or both at once: whatever answer comes, the order's own state tells later what became of it. */
async function end() {
  const open = orders.filter(({ ended }) => !ended);
  if (open.length === 0) return order();
  const one = any(open);
  const pay = () => {
    const body = { orderId: one.id, token: any(OPEN_TOKENS) };
    return call('/api/payments', { method: 'POST', cookie: one.buyer, body });
  };
  const cancel = () => call(`/api/orders/${one.id}`, { method: 'DELETE', cookie: one.buyer });
  const dice = Math.random();
  if (dice < 0.8) one.ended = (await pay()).status === 201;
  else if (dice < 0.9) one.ended = (await cancel()).status === 200;
  else await Promise.all([pay(), cancel()]);
}

const reads = [
  () => call('/'),
  () => call('/api/products?limit=10'),
  () => call(`/api/products/${any(products)}`),
  () => call('/api/users/currentuser', { cookie: any(buyers) }),
  () => call('/api/cart', { cookie: any(buyers) }),
  () => call(`/products/${any(products)}`),
];
const cart = () => {
  const body = { productId: any(products), quantity: 1 };
  return call('/api/cart/items', { method: 'POST', cookie: any(buyers), body });
};

/** @type {Promise<unknown>[]} */
const under = [];
for (let tick = 0; !stopping; tick += 1) {
  const kind = tick % 10;
  under.push(
    kind < 6
      ? /** @type {() => Promise<unknown>} */ (reads[kind])()
      : kind < 8
        ? order()
        : kind === 8
          ? end()
          : tick % 20 === 9
            ? cart()
            : end(),
  );
  await sleep(100);
}
await Promise.all(under);

// What is still open is paid, so that every order can be told by its end.
for (const one of orders)
  for (let attempt = 0; !one.ended && attempt < 30; attempt += 1) {
    const { status } = await call('/api/payments', {
      method: 'POST',
      cookie: one.buyer,
      body: { orderId: one.id, token: 'tok_visa' },
    });
    // 400: it is paid or cancelled already.
    one.ended = status === 201 || status === 400;
    if (!one.ended) await sleep(500);
  }

const told = { requests, failures, stock: STOCK, products, orders };
process.stdout.write(JSON.stringify(told), () => process.exit(0));
