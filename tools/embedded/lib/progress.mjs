const REPORT_INTERVAL_MS = 20_000;

/**
 * Runs a task and prints its start, its progress every 20 s, and its end.
 * @template T
 * @param {string} name
 * @param {(report: (detail: string) => void) => Promise<T>} work `report` sets the detail in the next progress line
 */
export async function track(name, work) {
  const task = { since: Date.now(), detail: '' };
  const print = () =>
    console.log(`  still ${name}, ${duration(task.since)}${task.detail && `, ${task.detail}`}`);
  const timer = setInterval(print, REPORT_INTERVAL_MS).unref();
  console.log(`${name} ...`);
  try {
    const result = await work((detail) => {
      task.detail = detail;
    });
    console.log(`${name}: done in ${duration(task.since)}`);
    return result;
  } finally {
    clearInterval(timer);
  }
}

/** Formats the time since a moment. @param {number} since in ms since 1970 */
export function duration(since) {
  const seconds = Math.round((Date.now() - since) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
