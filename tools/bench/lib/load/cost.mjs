import { setTimeout as sleep } from 'node:timers/promises';
import { cpuTimes, differencePer, residentMemory } from './processes.mjs';

/** @import { Shop } from '../shop/adapter.mjs' */

/** What a unit of work still causes after its answer: publishing, read models, clearing up. */
const AFTERMATH_MS = 1000;

/**
 * Does some work and measures what it cost the shop's processes.
 * @template T
 * @param {Shop} shop
 * @param {() => Promise<T>} work
 * @param {(result: T) => number} countOf units of work done
 * @returns {Promise<{result: T, cpuMs: Record<string, number>, rssMb: Record<string, number>}>} CPU time a unit, and the
 * resident memory at the end, of each process
 */
export async function measureCost(shop, work, countOf) {
  const pids = shop.processes();
  const before = cpuTimes(pids);
  const result = await work();
  await sleep(AFTERMATH_MS);
  return {
    result,
    cpuMs: differencePer(cpuTimes(pids), before, countOf(result)),
    rssMb: residentMemory(pids),
  };
}
