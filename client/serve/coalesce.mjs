/**
 * Shares runs between callers with the same key. At most one run for a key is in progress: calls made during it wait
 * for its end and share the next one, so that no caller gets a result older than its call. If a run fails, the calls
 * that wait for its end fail with it.
 *
 * @template T
 * @param {(key: string) => Promise<T>} run
 * @returns {(key: string) => Promise<T>}
 */
export function coalesce(run) {
  /** @type {Map<string, { current: Promise<T>, next?: Promise<T> }>} */
  const running = new Map();

  const start = (/** @type {string} */ key) => {
    const current = run(key).finally(() => running.delete(key));
    running.set(key, { current });
    return current;
  };

  return (key) => {
    const runs = running.get(key);
    if (!runs) return start(key);
    runs.next ??= runs.current.then(() => start(key));
    return runs.next;
  };
}
