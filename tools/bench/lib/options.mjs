import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

export const usage = `Measures what the shop costs, and compares it with another checkout.

  node tools/bench/bench.mjs [options]

  --dir DIR         the checkout to measure; this one by default. Its services must be built.
  --against DIR     another checkout to compare with, measured in turn with the first
  --adapter FILE    a module that runs the shop in --against, where that is another project (README.md)
  --only NAMES      scenarios, separated by commas
  --rounds N        how often each side has its turn in each state of the shop; 3
  --seconds N       of each measurement; 15
  --orders N,N      stored orders to measure checkouts after; 3000
  --products N,N    stored products to measure the catalog at; 1000,10000,50000
  --fill copy|api   how stored orders come about: copies of one order, or all through the API; copy
  --gateway         send requests through each checkout's gateway
  --quick           one short round at small sizes, to see that everything works
  --json FILE       write all figures to a file
  --from FILE       read the figures that --json has written, instead of measuring
  --write           write docs/performance.md`;

/**
 * @typedef {object} Options
 * @property {string} dir
 * @property {string} [against]
 * @property {string} [adapter]
 * @property {string[]} [only]
 * @property {number} rounds
 * @property {number} seconds
 * @property {number} warmUpSeconds
 * @property {number[]} orders
 * @property {number[]} products
 * @property {'copy' | 'api'} fill
 * @property {boolean} gateway
 * @property {boolean} quick
 * @property {boolean} write
 * @property {boolean} help
 * @property {string} [json]
 * @property {string} [from]
 */

const thorough = { rounds: '3', seconds: '15', orders: '3000', products: '1000,10000,50000' };
const quick = { rounds: '1', seconds: '4', orders: '500', products: '1000,5000' };

/** @param {string[]} args @returns {Options} @throws TypeError for an option that does not exist */
export function parseOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      dir: { type: 'string', default: join(import.meta.dirname, '../../..') },
      against: { type: 'string' },
      adapter: { type: 'string' },
      only: { type: 'string' },
      rounds: { type: 'string' },
      seconds: { type: 'string' },
      orders: { type: 'string' },
      products: { type: 'string' },
      fill: { type: 'string', default: 'copy' },
      gateway: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      json: { type: 'string' },
      from: { type: 'string' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const sizes = { ...(values.quick ? quick : thorough), ...values };
  return {
    ...values,
    dir: resolve(values.dir),
    against: values.against && resolve(values.against),
    adapter: values.adapter && resolve(values.adapter),
    only: values.only?.split(','),
    rounds: Number(sizes.rounds),
    seconds: Number(sizes.seconds),
    warmUpSeconds: values.quick ? 3 : 8,
    orders: numbers(sizes.orders),
    products: numbers(sizes.products),
    fill: values.fill === 'api' ? 'api' : 'copy',
  };
}

const numbers = (/** @type {string} */ list) => list.split(',').filter(Boolean).map(Number);
