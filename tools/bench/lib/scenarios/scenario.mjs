/**
 * @import { Person, Shop } from '../shop/adapter.mjs'
 * @import { Options } from '../options.mjs'
 *
 * The result of one case in one round.
 * @typedef {object} Case
 * @property {string} name
 * @property {Record<string, number>} [parameters] parameters of the case, for a chart
 * @property {Record<string, number>} values by name, which includes the unit of measurement
 * @property {Record<string, number>} [cpuMs] CPU time per `unit` of the scenario, by process
 * @property {Record<string, number>} [rssMb] resident memory at the end, by process
 * @property {Record<string, number>} [counts] database commands per `unit`, by shape
 *
 * A state of the shop in which to measure. It is prepared once, and each round starts the shop on a copy of its data.
 * @typedef {object} Stage
 * @property {string} name
 * @property {(shop: Shop) => Promise<any>} prepare stores data and returns the value that `measure` needs
 * @property {(shop: Shop, prepared: any, counter: import('../wire/counting-proxy.mjs').CountingProxy) => Promise<Case[]>} measure
 *
 * @typedef {object} Scenario
 * @property {string} title
 * @property {string} unit of work, as in "CPU time per checkout"
 * @property {boolean} [countsCommands] whether the services connect to the database through the counting proxy
 * @property {boolean} [storefront] whether the storefront must run
 * @property {(shop: Shop) => boolean} [isPossible] whether the shop supports the scenario
 * @property {(options: Options) => Stage[]} stages
 */

/** Signs up people, four at a time, because hashing a password is expensive. @param {Shop} shop @param {number} count */
export async function signUpMany(shop, count) {
  /** @type {Person[]} */
  const people = [];
  while (people.length < count)
    people.push(
      ...(await Promise.all(Array.from({ length: Math.min(4, count - people.length) }, shop.signUp))),
    );
  return people;
}

/** A stock that no scenario can sell out. */
export const LARGE_STOCK = 1_000_000;

/** Creates products that no scenario can sell out. @param {Shop} shop @param {Person} seller @param {number} count */
export async function sellMany(shop, seller, count) {
  const ids = [];
  for (let done = 0; done < count; done++) ids.push(await shop.sellProduct(seller, LARGE_STOCK));
  return ids;
}
