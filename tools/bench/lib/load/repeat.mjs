/**
 * Calls something one after another, for some seconds but at least `least` times, and times each call.
 * @param {() => Promise<unknown>} call @param {number} seconds
 * @returns {Promise<number[]>} milliseconds
 */
export async function repeat(call, seconds, least = 3) {
  const durations = [];
  const start = performance.now();
  while (durations.length < least || performance.now() - start < seconds * 1000) {
    const begin = performance.now();
    await call();
    durations.push(performance.now() - begin);
  }
  return durations;
}

/** The same by several callers at once. @param {(caller: number) => Promise<unknown>} call @param {number} callers @param {number} seconds */
export const repeatAtOnce = async (call, callers, seconds) =>
  (
    await Promise.all(Array.from({ length: callers }, (_, caller) => repeat(() => call(caller), seconds)))
  ).flat();
