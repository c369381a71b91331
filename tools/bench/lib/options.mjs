import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

export const usage = `Measures the performance of the shop and compares it with another checkout of the repository.

  node tools/bench/bench.mjs [options]

  --dir DIR         checkout to measure, with built services (default: this one)
  --against DIR     another checkout to compare with; the two are measured alternately
  --adapter FILE    module that runs the shop in --against if it is another project (see README.md)
  --only NAMES      comma-separated scenarios (default: all)
  --rounds N        rounds per side and stage (default: 3)
  --seconds N       duration of each measurement (default: 15)
  --orders N,N      numbers of stored orders at which to measure checkouts (default: 3000)
  --products N,N    numbers of stored products at which to measure the catalog (default: 1000,10000,50000)
  --fill copy|api   create stored orders as copies of one order, or all through the API (default: copy)
  --gateway         send requests through each checkout's gateway
  --quick           run one short round with little data, to check that everything works
  --json FILE       write all figures to a file
  --from FILE       read the figures from a file of --json instead of measuring
  --write           update docs/performance.md`;

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

/** @param {string[]} args @returns {Options} @throws TypeError for an unknown option */
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
