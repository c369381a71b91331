import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { poll } from './poll.mjs';
import { isAlive } from './process-identity.mjs';
import { terminateGroup } from './signal-group.mjs';

/** @typedef {import('./process-identity.mjs').ProcessIdentity & {name: string, stopOrder: number}} PidRecord */

const SUFFIX = '.pid.json';

export const writePidFile = (/** @type {string} */ dir, /** @type {PidRecord} */ record) =>
  writeFileSync(join(dir, record.name + SUFFIX), JSON.stringify(record));

export const removePidFile = (/** @type {string} */ dir, /** @type {string} */ name) =>
  rmSync(join(dir, name + SUFFIX), { force: true });

/**
 * Reads the pid files of a folder.
 * @param {string} dir
 * @returns {PidRecord[]} the processes that still run, excluding others that now have the pid of one
 */
export function runningProcesses(dir) {
  if (!existsSync(dir)) return [];
  return readdirSync(dir)
    .filter((file) => file.endsWith(SUFFIX))
    .flatMap((file) => {
      try {
        return [Object(JSON.parse(readFileSync(join(dir, file), 'utf8')))];
      } catch {
        return []; // partly written, or the process has just ended
      }
    })
    .filter(isAlive);
}

/**
 * Stops all recorded processes in the order of `stopOrder`, and kills those that have not exited after `graceMs`.
 * @returns the names of the stopped processes
 */
export async function stopProcesses(/** @type {string} */ dir, graceMs = 10_000) {
  const records = runningProcesses(dir);
  const stages = new Set(records.map(({ stopOrder }) => stopOrder).sort((a, b) => a - b));
  for (const stage of stages) {
    const members = records.filter(({ stopOrder }) => stopOrder === stage);
    await Promise.all(members.map((member) => terminate(member, graceMs)));
  }
  return records.map(({ name }) => name);
}

async function terminate(/** @type {PidRecord} */ record, /** @type {number} */ graceMs) {
  const hasExited = () => !isAlive(record);
  await terminateGroup(record.pid, graceMs, hasExited);
  await poll(hasExited, { intervalMs: 20 });
}
