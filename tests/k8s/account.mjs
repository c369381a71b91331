// @ts-check
// Holds what traffic.mjs was told against what is: the shop's answers, and the ledger of the Stripe emulator.
//   node tests/k8s/account.mjs https://ecommerce.local told.json outages.json KUBECTL...
// KUBECTL is the command with its context and namespace; it gets the ledger, and what is told of an order that is wrong.
// An outage is {service, from, to}: when the database of that service was away.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { moneyFor } from '../ledger.mjs';
import { ask } from './http.mjs';
import { askPod, tell } from './story.mjs';

const [base = '', toldFile = '', outagesFile = '', ...kubectl] = process.argv.slice(2);
const read = (/** @type {string} */ file) => JSON.parse(readFileSync(file, 'utf8'));
const told = read(toldFile);
/** @type {{service: string, from: string, to: string}[]} */
const outages = read(outagesFile);
const PATIENCE_MS = 90_000;

let steps = 0;
let wrong = 0;
/** @param {string} name @param {unknown[]} faults */
function check(name, faults) {
  if (faults.length === 0) {
    steps += 1;
    return console.log(`ok    ${name}`);
  }
  wrong += 1;
  console.log(`FAIL  ${name}`);
  for (const fault of faults.slice(0, 10)) console.log(`      ${JSON.stringify(fault)}`);
}

/** @type {Record<string, string>} */
const services = {
  users: 'auth',
  products: 'products',
  cart: 'cart',
  orders: 'orders',
  payments: 'payments',
};
const serviceOf = (/** @type {string} */ path) => services[/^\/api\/(\w+)/.exec(path)?.[1] ?? ''];
const excused = (/** @type {any} */ { path, at, status, retryAfter }) =>
  status === 503 &&
  retryAfter !== undefined &&
  outages.some(({ service, from, to }) => service === serviceOf(path) && from <= at && at <= to);

/**
 * What is still wrong when it had time to come right: events and refunds are on their way for a while.
 * @template T @param {() => Promise<T[]>} find @returns {Promise<T[]>}
 */
async function lasting(find) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const faults = await find();
    if (faults.length === 0 || Date.now() > end) return faults;
    await sleep(1000);
  }
}

/** @type {any[]} */
let orders = [];
const moving = await lasting(async () => {
  orders = await Promise.all(
    told.orders.map(async (/** @type {any} */ one) => {
      const { status, body } = await ask(`${base}/api/orders/${one.id}`, { cookie: one.buyer });
      return { ...one, answer: status, status: body?.status, total: body?.total };
    }),
  );
  return orders.filter(({ status }) => status !== 'Complete' && status !== 'Cancelled');
});

console.log(`${told.requests} requests, ${told.failures.length} failed, ${orders.length} orders`);
const count = (/** @type {string} */ status) => orders.filter((one) => one.status === status).length;
console.log(`${count('Complete')} complete, ${count('Cancelled')} cancelled`);
check('there was traffic to speak of', orders.length >= 20 && count('Complete') >= 10 ? [] : [orders.length]);
check(
  'requests failed only with 503 and while their own database was away',
  told.failures.filter((/** @type {any} */ one) => !excused(one)),
);
check(
  'every order that was taken is there',
  orders.filter(({ answer }) => answer !== 200),
);
check('every order has come to its end', moving);
const cents = (/** @type {number} */ dollars) => Math.round(dollars * 100);
const mischarged = await lasting(async () => {
  const ledger = askPod(kubectl, 'stripe-emulator-0:3000', '/_emulator/ledger');
  return orders
    .map(({ id, status, total }) => {
      const { charges, kept } = moneyFor(ledger, id);
      return { id, status, total, charges: charges.length, kept };
    })
    .filter(({ status, total, charges, kept }) =>
      status === 'Complete' ? charges !== 1 || kept !== cents(total) : kept !== 0,
    );
});
check('for each order that is complete its total was taken once; for each other nothing is kept', mischarged);

for (const [n, id] of told.products.entries()) {
  const sold = orders
    .filter(({ productId, status }) => productId === id && status === 'Complete')
    .reduce((all, { quantity }) => all + quantity, 0);
  check(
    `product ${n + 1}: what was sold is gone from its stock, and nothing else`,
    await lasting(async () => {
      const { quantity } = (await ask(`${base}/api/products/${id}`)).body;
      return quantity === told.stock - sold ? [] : [{ quantity, sold }];
    }),
  );
}
if (wrong > 0) await tell(kubectl, [...new Set([...moving, ...mischarged].map(({ id }) => id))]);
console.log(`${steps} steps passed`);
process.exit(wrong === 0 ? 0 : 1);
