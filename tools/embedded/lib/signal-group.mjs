import { poll } from './poll.mjs';

/** Leaders of the process groups that this process has started and that have not ended. */
export const startedGroups = new Set(/** @type {number[]} */ ([]));

/** Signals a process and everything it started in its process group. @returns whether there was anything left */
export function signalGroup(/** @type {number} */ leader, /** @type {NodeJS.Signals | 0} */ signal) {
  try {
    return process.kill(-leader, signal);
  } catch {
    return false;
  }
}

/**
 * Ends a process group with SIGTERM, and with SIGKILL what has not exited after `graceMs`.
 * @param {number} leader @param {number} graceMs
 */
export async function terminateGroup(leader, graceMs, hasExited = () => !signalGroup(leader, 0)) {
  signalGroup(leader, 'SIGTERM');
  if (!(await poll(hasExited, { intervalMs: 20, timeoutMs: graceMs }))) signalGroup(leader, 'SIGKILL');
}
