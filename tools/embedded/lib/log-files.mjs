import { closeSync, existsSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {{logs: string, run: string}} RunDirs the folders of logs and of pid files */

export const logPath = (/** @type {RunDirs} */ dirs, /** @type {string} */ name) =>
  join(dirs.logs, `${name}.log`);

/** Sets the log of an earlier run aside, one generation of it. */
export function rotateLog(/** @type {RunDirs} */ dirs, /** @type {string} */ name) {
  const log = logPath(dirs, name);
  if (existsSync(log)) renameSync(log, log.replace(/\.log$/, '.previous.log'));
}

/** The last lines of a log, indented, to show why a process ended. */
export function logTail(/** @type {RunDirs} */ dirs, /** @type {string} */ name, lines = 12) {
  const log = logPath(dirs, name);
  // A log may have grown very large.
  const { text } = readFrom(log, Math.max(0, fileSize(log) - 64 * 1024));
  return text
    .trimEnd()
    .split('\n')
    .slice(-lines)
    .map((line) => `  | ${line.slice(0, 300)}`)
    .join('\n');
}

const fileSize = (/** @type {string} */ file) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/**
 * Reads a file that may grow, shrink or be removed meanwhile, from a position to its end.
 * @returns the text, and the position to read on from
 */
export function readFrom(/** @type {string} */ file, /** @type {number} */ position) {
  const size = fileSize(file);
  const start = size < position ? 0 : position;
  if (size === start) return { text: '', end: start };
  const fd = openSync(file, 'r');
  const buffer = Buffer.alloc(size - start);
  const length = readSync(fd, buffer, 0, buffer.length, start);
  closeSync(fd);
  return { text: buffer.toString('utf8', 0, length), end: start + length };
}
