import { closeSync, existsSync, fstatSync, openSync, readSync, renameSync } from 'node:fs';
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
  const text = fileTail(logPath(dirs, name)).trimEnd();
  return text
    .split('\n')
    .slice(-lines)
    .map((line) => `  | ${line.slice(0, 300)}`)
    .join('\n');
}

/** The last part of a file that may have grown very large, or been removed. */
function fileTail(/** @type {string} */ file, length = 64 * 1024) {
  if (!existsSync(file)) return '';
  const fd = openSync(file, 'r');
  const buffer = Buffer.alloc(length);
  const size = readSync(fd, buffer, 0, length, Math.max(0, fstatSync(fd).size - length));
  closeSync(fd);
  return buffer.toString('utf8', 0, size);
}
