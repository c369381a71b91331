import { setTimeout as sleep } from 'node:timers/promises';

/** The leaders of the groups that this process has started and that have not ended. */
export const startedGroups = new Set(/** @type {number[]} */ ([]));

/** Signals a process and everything it started in its process group. @returns whether there was anything left */
export function signalGroup(/** @type {number} */ leader, /** @type {NodeJS.Signals | 0} */ signal) {
  try {
    return process.kill(-leader, signal);
  } catch {
    return false;
  }
}

/** Waits until nothing is left of a process group. @returns whether that came in time */
export async function waitForGroupExit(/** @type {number} */ leader, /** @type {number} */ withinMs) {
  const end = Date.now() + withinMs;
  while (signalGroup(leader, 0)) {
    if (Date.now() > end) return false;
    await sleep(20);
  }
  return true;
}
