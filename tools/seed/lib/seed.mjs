import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../embedded/lib/errors.mjs';
import { duration } from '../../embedded/lib/progress.mjs';
import { products, sellers } from '../catalog/index.mjs';
import { buyers, orders } from '../catalog/orders.mjs';
import { UnavailableError } from './errors.mjs';
import { placeOrders } from './orders.mjs';
import { createProducts } from './products.mjs';
import { progress } from './progress.mjs';
import { Shop } from './shop.mjs';
import { signIn } from './sign-in.mjs';

/**
 * The numbers of products created, orders placed and orders brought to their outcome in this run.
 * @typedef {{products: number, orders: number, outcomes: number}} Counts
 */

/** Limit for the total time in which the shop is unavailable. */
const MAX_UNAVAILABLE_SECONDS = 60;

/**
 * Fills a shop with sample data through its API.
 * @param {string} base its URL
 * @param {{password: string, ca?: string}} options
 */
export async function seed(base, { password, ca }) {
  const shop = new Shop(base, ca);
  await shop.assertIsShop();
  console.log(`Seeding ${base}`);
  const begin = Date.now();
  const counts = { products: 0, orders: 0, outcomes: 0 };
  await retryWhileUnavailable(() => fill(shop, password, counts));
  console.log(
    counts.products + counts.orders + counts.outcomes === 0
      ? '\nThe shop was already seeded; nothing has changed.\n'
      : `\nDone in ${duration(begin)}: ${counts.products} products created, ${counts.orders} orders placed, ${counts.outcomes} brought to their outcome.\n`,
  );
  const rows = [
    ...Object.values(sellers).map(({ email, sells }) => [email, `sells ${sells}`]),
    ...Object.values(buyers).map(({ email }) => [email, 'buyer with orders in every state']),
  ];
  console.log(`Sign in at ${base} as one of these users with the password: ${password}\n`);
  for (const [email = '', role] of rows) console.log(`  ${email.padEnd(22)} ${role}`);
}

/** Creates all missing accounts, products and orders. @param {Shop} shop @param {string} password @param {Counts} counts */
async function fill(shop, password, counts) {
  const clients = await mapValues({ ...sellers, ...buyers }, ({ email }) => signIn(shop, email, password));
  const ids = await createProducts(clients, counts, progress('products', products.length));
  await placeOrders(clients, ids, counts, progress('orders', orders.length));
}

/** Repeats `work`, which is idempotent, while the shop is unavailable. @param {() => Promise<void>} work */
async function retryWhileUnavailable(work) {
  for (let waited = 0; ; ) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
      waited += error.retryAfter;
      if (waited > MAX_UNAVAILABLE_SECONDS)
        throw new UserError(
          `The shop is unavailable: ${error.message}. Check \`docker compose ps --all\` or the logs in .data/logs.\n` +
            'Then run this again. It continues from here.',
        );
      console.log(`  ${error.message}; retrying in ${error.retryAfter} s`);
      await sleep(error.retryAfter * 1000);
    }
  }
}

/**
 * @template {string} K, V, R
 * @param {Record<K, V>} all @param {(one: V) => Promise<R>} work
 * @returns {Promise<Record<K, R>>}
 */
async function mapValues(all, work) {
  const entries = /** @type {[K, V][]} */ (Object.entries(all));
  const done = await Promise.all(entries.map(async ([key, one]) => [key, await work(one)]));
  return Object.fromEntries(done);
}
