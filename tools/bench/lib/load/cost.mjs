import { setTimeout as sleep } from 'node:timers/promises';
import { cpuTimes, differencePer, residentMemory } from './processes.mjs';

/** @import { Shop } from '../shop/adapter.mjs' */

/** Time for asynchronous work after the last response: publishing, read models, clean-up. */
const DRAIN_MS = 1000;

/**
 * Runs some work and measures its cost for the shop's processes.
 * @template T
 * @param {Shop} shop
 * @param {() => Promise<T>} work
 * @param {(result: T) => number} countOf units of work done
 * @returns {Promise<{result: T, cpuMs: Record<string, number>, rssMb: Record<string, number>}>} CPU time per unit, and
 * resident memory at the end, by process
 */
export async function measureCost(shop, work, countOf) {
  const pids = shop.processes();
  const before = cpuTimes(pids);
  const result = await work();
  await sleep(DRAIN_MS);
  return {
    result,
    cpuMs: differencePer(cpuTimes(pids), before, countOf(result)),
    rssMb: residentMemory(pids),
  };
}
