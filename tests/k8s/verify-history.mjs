// @ts-check
// Compares the history that traffic.mjs recorded with the shop and the ledger of the Stripe emulator.
//   node tests/k8s/verify-history.mjs https://ecommerce.local history.json outages.json KUBECTL...
// KUBECTL is the command with its context and namespace. It reads the ledger, and diagnostics if an order is wrong.
// An outage {service, from, to} is the time during which the database of a service was unavailable.
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApiClient } from '@ecommerce/api-client';
import { createFetch } from '../../tools/seed/lib/fetch.mjs';
import { serviceOfPath } from '../../tools/services/services.mjs';
import { moneyFor } from '../ledger.mjs';
import { StepReport } from '../step-report.mjs';
import { printDiagnostics } from './diagnostics.mjs';
import { fetchFromPod } from './kubectl.mjs';

const [base = '', historyFile = '', outagesFile = '', ...kubectl] = process.argv.slice(2);
const read = (/** @type {string} */ file) => JSON.parse(readFileSync(file, 'utf8'));
const history = read(historyFile);
/** @type {{service: string, from: string, to: string}[]} */
const outages = read(outagesFile);
const TIMEOUT_MS = 90_000;
const api = createApiClient({ baseUrl: base, fetch: createFetch() });
const report = new StepReport();

const isExcused = (/** @type {any} */ { path, at, status, retryAfter }) =>
  status === 503 &&
  retryAfter !== undefined &&
  path.startsWith('/api/') &&
  outages.some(({ service, from, to }) => service === serviceOfPath(path) && from <= at && at <= to);

/**
 * Repeats a read until no item is a violation, at most for TIMEOUT_MS, because events and refunds take time.
 * @template T @param {() => Promise<T[]>} read @param {(item: T) => boolean} isViolation
 */
async function settled(read, isViolation) {
  const end = Date.now() + TIMEOUT_MS;
  for (;;) {
    const items = await read();
    const violations = items.filter(isViolation);
    if (violations.length === 0 || Date.now() > end) return { items, violations };
    await sleep(1000);
  }
}

const noResponse = () => ({ data: undefined, response: undefined });

/** @returns {Promise<any[]>} */
const readOrders = () =>
  Promise.all(
    history.orders.map(async (/** @type {any} */ one) => {
      const params = { path: { id: one.id } };
      const call = api.GET('/api/orders/{id}', { params, headers: { cookie: one.buyer } });
      const { data, response } = await call.catch(noResponse);
      return { ...one, answer: response?.status, status: data?.status, total: data?.total };
    }),
  );
const { items: orders, violations: unfinished } = await settled(
  readOrders,
  ({ status }) => status !== 'Complete' && status !== 'Cancelled',
);

console.log(`${history.requests} requests, ${history.failures.length} failed, ${orders.length} orders`);
const count = (/** @type {string} */ status) => orders.filter((one) => one.status === status).length;
console.log(`${count('Complete')} complete, ${count('Cancelled')} cancelled`);
const enough = orders.length >= 20 && count('Complete') >= 10;
report.step('there was enough traffic', enough ? [] : [orders.length]);
report.step(
  'requests failed only with 503 while the database of their service was unavailable',
  history.failures.filter((/** @type {any} */ one) => !isExcused(one)),
);
report.step(
  'every acknowledged order exists',
  orders.filter(({ answer }) => answer !== 200),
);
report.step('every order has reached a final state', unfinished);
const cents = (/** @type {number} */ dollars) => Math.round(dollars * 100);
const readCharges = async () => {
  const ledger = fetchFromPod(kubectl, 'stripe-emulator-0:3000', '/_emulator/ledger');
  return orders.map(({ id, status, total }) => {
    const { charges, kept } = moneyFor(ledger, id);
    return { id, status, total, charges: charges.length, kept };
  });
};
const { violations: mischarged } = await settled(readCharges, ({ status, total, charges, kept }) =>
  status === 'Complete' ? charges !== 1 || kept !== cents(total) : kept !== 0,
);
report.step('each complete order was charged once with its total; no other order keeps money', mischarged);

for (const [n, id] of history.products.entries()) {
  const sold = orders
    .filter(({ productId, status }) => productId === id && status === 'Complete')
    .reduce((all, { quantity }) => all + quantity, 0);
  const readProduct = async () => {
    const { data } = await api.GET('/api/products/{id}', { params: { path: { id } } }).catch(noResponse);
    return [{ quantity: data?.quantity, sold }];
  };
  const { violations } = await settled(readProduct, ({ quantity }) => quantity !== history.stock - sold);
  report.step(`product ${n + 1}: its stock went down by the units sold`, violations);
}
if (report.failed)
  await printDiagnostics(kubectl, [...new Set([...unfinished, ...mischarged].map(({ id }) => id))]);
report.exit();
