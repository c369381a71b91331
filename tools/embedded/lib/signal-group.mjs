import { poll } from './poll.mjs';

/** Leaders of the running process groups that this process started. */
export const startedGroups = new Set(/** @type {number[]} */ ([]));

/** Sends a signal to a process group. @returns whether the group still has a process */
export function signalGroup(/** @type {number} */ leader, /** @type {NodeJS.Signals | 0} */ signal) {
  try {
    return process.kill(-leader, signal);
  } catch {
    return false;
  }
}

/**
 * Ends a process group with SIGTERM, and with SIGKILL if it has not exited after `graceMs`.
 * @param {number} leader @param {number} graceMs
 */
export async function terminateGroup(leader, graceMs, hasExited = () => !signalGroup(leader, 0)) {
  signalGroup(leader, 'SIGTERM');
  if (!(await poll(hasExited, { intervalMs: 20, timeoutMs: graceMs }))) signalGroup(leader, 'SIGKILL');
}
