/**
 * @import { Person, Shop } from '../shop/adapter.mjs'
 * @import { Options } from '../options.mjs'
 *
 * What a scenario measures in one round, a line of its table.
 * @typedef {object} Case
 * @property {string} name
 * @property {Record<string, number>} [parameters] what the case was measured with, for a chart
 * @property {Record<string, number>} values by their name, which holds the unit
 * @property {Record<string, number>} [cpuMs] CPU time of each process for each `unit` of the scenario
 * @property {Record<string, number>} [rssMb] resident memory of each process at the end
 * @property {Record<string, number>} [counts] database commands of each shape for each unit
 *
 * A state of the shop to measure in. It is prepared once; each round starts the shop on a copy of it.
 * @typedef {object} Stage
 * @property {string} name
 * @property {(shop: Shop) => Promise<any>} prepare stores what the stage needs and returns what `measure` needs of it
 * @property {(shop: Shop, prepared: any, counter: import('../wire/counting-proxy.mjs').CountingProxy) => Promise<Case[]>} measure
 *
 * @typedef {object} Scenario
 * @property {string} title
 * @property {string} unit of work, as in "CPU time a checkout"
 * @property {boolean} [countsCommands] whether the counting proxy stands before the database
 * @property {boolean} [storefront] whether the storefront has to run
 * @property {(shop: Shop) => boolean} [isPossible] whether this shop has what is measured
 * @property {(options: Options) => Stage[]} stages
 */

/** Signs up people, a few at a time, because each costs a password hash. @param {Shop} shop @param {number} count */
export async function signUpMany(shop, count) {
  /** @type {Person[]} */
  const people = [];
  while (people.length < count)
    people.push(
      ...(await Promise.all(Array.from({ length: Math.min(4, count - people.length) }, shop.signUp))),
    );
  return people;
}

/** More units than any scenario sells. */
export const PLENTY = 1_000_000;

/** Offers products of which there is more than enough. @param {Shop} shop @param {Person} seller @param {number} count */
export async function sellMany(shop, seller, count) {
  const ids = [];
  for (let done = 0; done < count; done++) ids.push(await shop.sellProduct(seller, PLENTY));
  return ids;
}
