import { latencies } from './statistics.mjs';

/** @typedef {{durations: number[], failures: number}} Repeated milliseconds of each call, including failed ones */

/**
 * Repeats a call sequentially for some seconds, but at least `least` times, and measures the duration of each.
 * @param {() => Promise<unknown>} call @param {number} seconds
 * @returns {Promise<Repeated>}
 */
export async function repeat(call, seconds, least = 3) {
  const durations = [];
  let failures = 0;
  const start = performance.now();
  while (durations.length < least || performance.now() - start < seconds * 1000) {
    const begin = performance.now();
    try {
      await call();
    } catch (error) {
      failures++;
      process.stderr.write(`${/** @type {Error} */ (error).message}\n`);
    }
    durations.push(performance.now() - begin);
  }
  return { durations, failures };
}

/**
 * Repeats a call with several concurrent callers.
 * @param {() => Promise<unknown>} call @param {number} callers @param {number} seconds
 * @returns {Promise<Repeated>}
 */
export async function repeatConcurrently(call, callers, seconds) {
  const all = await Promise.all(Array.from({ length: callers }, () => repeat(call, seconds)));
  return {
    durations: all.flatMap(({ durations }) => durations),
    failures: all.reduce((sum, { failures }) => sum + failures, 0),
  };
}

export const countCalls = (/** @type {Repeated} */ { durations }) => durations.length;

/** Summarizes the durations and failures of calls. @param {string} name of the call @param {Repeated} repeated @returns {Record<string, number>} */
export const summarizeCalls = (name, { durations, failures }) => ({
  ...latencies(name, durations),
  failures,
});
