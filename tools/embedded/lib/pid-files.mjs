import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from './process-identity.mjs';
import { signalGroup, waitForGroupExit } from './signal-group.mjs';

/** @typedef {import('./process-identity.mjs').ProcessIdentity & {name: string, stopOrder: number}} Entry */

const suffix = '.pid.json';

export const record = (/** @type {string} */ dir, /** @type {Entry} */ entry) =>
  writeFileSync(join(dir, entry.name + suffix), JSON.stringify(entry));

export const forget = (/** @type {string} */ dir, /** @type {string} */ name) =>
  rmSync(join(dir, name + suffix), { force: true });

/** @returns {Entry[]} what runs of what is recorded; never a process that only got the id of one */
export function runningProcesses(/** @type {string} */ dir) {
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .filter((file) => file.endsWith(suffix))
    .flatMap((file) => {
      try {
        return [Object(JSON.parse(readFileSync(join(dir, file), 'utf8')))];
      } catch {
        return []; // half written, or ended meanwhile
      }
    })
    .filter(isAlive);
}

/**
 * Ends all that is recorded, those first that depend on others; kills what is not gone in time.
 * @returns the names of what was ended
 */
export async function stopProcesses(/** @type {string} */ dir, graceMs = 10_000) {
  const entries = runningProcesses(dir);
  const stopOrders = [...new Set(entries.map(({ stopOrder }) => stopOrder))].sort((a, b) => b - a);
  for (const stopOrder of stopOrders)
    await Promise.all(
      entries.filter((entry) => entry.stopOrder === stopOrder).map((entry) => end(entry, graceMs)),
    );
  return entries.map(({ name }) => name);
}

/** @param {import('./process-identity.mjs').ProcessIdentity} identity @param {number} graceMs */
async function end(identity, graceMs) {
  signalGroup(identity.pid, 'SIGTERM');
  const until = Date.now() + graceMs;
  while (isAlive(identity)) {
    if (Date.now() > until) signalGroup(identity.pid, 'SIGKILL');
    await waitForGroupExit(identity.pid, 50);
  }
}
