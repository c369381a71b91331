import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../embedded/lib/errors.mjs';
import { duration } from '../../embedded/lib/progress.mjs';
import { products, sellers } from '../catalog/index.mjs';
import { buyers, orders } from '../catalog/orders.mjs';
import { counter } from './counter.mjs';
import { placeOrders } from './orders.mjs';
import { Person } from './person.mjs';
import { putUpProducts } from './products.mjs';
import { Shop } from './shop.mjs';
import { Away, mustBeShop } from './trouble.mjs';

/**
 * What was not there before.
 * @typedef {{products: number, orders: number, steps: number}} Made `steps`: orders brought to their outcome
 */

/** How long parts of the shop may be away, all in all. */
const PATIENCE_SECONDS = 60;

/**
 * Fills a shop, over its API.
 * @param {string} base its address
 * @param {{password: string, authority?: string}} options
 */
export async function seed(base, { password, authority }) {
  const shop = new Shop(base, authority);
  await mustBeShop(shop);
  console.log(`Seeding ${base}`);
  const begin = Date.now();
  const made = { products: 0, orders: 0, steps: 0 };
  await patiently(() => fill(shop, password, made));
  const { products, orders, steps } = made;
  console.log(
    products + orders + steps === 0
      ? '\nEverything was there already; nothing has changed.\n'
      : `\nDone in ${duration(begin)}: ${products} products put up, ${orders} orders placed, ${steps} brought to their outcome.\n`,
  );
  const rows = [
    ...Object.values(sellers).map(({ email, sells }) => [email, `sells ${sells}`]),
    ...Object.values(buyers).map(({ email }) => [email, 'buys; has orders in every state']),
  ];
  console.log(`Sign in at ${base} with the password: ${password}\n`);
  for (const [email = '', what] of rows) console.log(`  ${email.padEnd(22)} ${what}`);
}

/** Everything in turn, each part only where it is not there yet. @param {Shop} shop @param {string} password @param {Made} made */
async function fill(shop, password, made) {
  const enter = (/** @type {{email: string}} */ { email }) => Person.enter(shop, email, password);
  const people = await each({ ...sellers, ...buyers }, enter);
  const ids = await putUpProducts(people, made, counter('products', products.length));
  await placeOrders(people, ids, made, counter('orders', orders.length));
}

/** All of this is safe to repeat, so whatever broke off is mended by doing it again. @param {() => Promise<void>} work */
async function patiently(work) {
  for (let waited = 0; ; ) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof Away)) throw error;
      waited += error.retryAfter;
      if (waited > PATIENCE_SECONDS)
        throw new UserError(
          `Given up: ${error.message}. Look what is wrong with \`docker compose ps --all\`, or in .data/logs.\n` +
            'Run this again then: it goes on from here.',
        );
      console.log(`  ${error.message}: trying again in ${error.retryAfter} s`);
      await sleep(error.retryAfter * 1000);
    }
  }
}

/**
 * @template {string} K, V, R
 * @param {Record<K, V>} all @param {(one: V) => Promise<R>} work
 * @returns {Promise<Record<K, R>>}
 */
async function each(all, work) {
  const entries = /** @type {[K, V][]} */ (Object.entries(all));
  const done = await Promise.all(entries.map(async ([key, one]) => [key, await work(one)]));
  return Object.fromEntries(done);
}
