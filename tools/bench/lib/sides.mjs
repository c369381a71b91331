import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { createShop } from './shop/ecommerce.mjs';

/** @import { Options } from './options.mjs' @import { Shop } from './shop/adapter.mjs' */

/** A checkout of the repository, or another project, to measure. @typedef {{label: string, commit: string, shop: Shop}} Side */

/** Opens the sides to compare, the older one first. @param {Options} options @returns {Promise<Side[]>} */
export async function openSides({ dir, against, adapter, gateway }) {
  const own = await createShop({ dir, gateway });
  if (!against) return [{ label: 'this', commit: commitOf(dir), shop: own }];
  /** @type {import('./shop/adapter.mjs').CreateShop} */
  const createOther = adapter ? (await import(pathToFileURL(adapter).href)).createShop : createShop;
  const other = await createOther({ dir: against, gateway });
  return [
    { label: adapter ? 'other' : 'before', commit: commitOf(against), shop: other },
    { label: adapter ? 'this' : 'after', commit: commitOf(dir), shop: own },
  ];
}

/** @param {Side[]} sides */
export async function closeSides(sides) {
  for (const { shop } of sides) {
    await shop.stop();
    await shop.dispose();
  }
}

/** The commit of a checkout, with the suffix `-dirty` if files differ from it. @param {string} dir */
function commitOf(dir) {
  try {
    const args = ['-C', dir, 'describe', '--always', '--dirty', '--exclude=*'];
    return execFileSync('git', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return 'unknown';
  }
}
