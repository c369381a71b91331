/**
 * Runs these at the same time. When one fails the others are told to stop, and are waited for.
 * @template {unknown[]} T
 * @param {AbortSignal} signal
 * @param {[...{[K in keyof T]: (signal: AbortSignal) => Promise<T[K]>}]} works
 * @returns {Promise<T>}
 */
export async function runTaskGroup(signal, works) {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const running = works.map((work) =>
    work(either).catch((error) => {
      failed.abort(error);
      throw error;
    }),
  );
  await Promise.allSettled(running);
  return /** @type {Promise<T>} */ (Promise.all(running));
}
