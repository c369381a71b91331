/**
 * Runs tasks concurrently. If one fails, aborts the signal of the others and waits for them.
 * @template {unknown[]} T
 * @param {AbortSignal} signal aborts all tasks
 * @param {[...{[K in keyof T]: (signal: AbortSignal) => Promise<T[K]>}]} tasks
 * @returns {Promise<T>}
 * @throws the error of the task that failed
 */
export async function runTaskGroup(signal, tasks) {
  const failure = new AbortController();
  const either = AbortSignal.any([signal, failure.signal]);
  const running = tasks.map((task) =>
    task(either).catch((error) => {
      failure.abort(error);
      throw error;
    }),
  );
  await Promise.allSettled(running);
  return /** @type {Promise<T>} */ (Promise.all(running));
}
