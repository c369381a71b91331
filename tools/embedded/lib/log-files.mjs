import { closeSync, existsSync, openSync, readSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {{logs: string, run: string}} RunDirs the folders of logs and of pid files */

export const logPath = (/** @type {RunDirs} */ dirs, /** @type {string} */ name) =>
  join(dirs.logs, `${name}.log`);

/** Renames the log of the previous run to `*.previous.log`. */
export function rotateLog(/** @type {RunDirs} */ dirs, /** @type {string} */ name) {
  const log = logPath(dirs, name);
  if (existsSync(log)) renameSync(log, log.replace(/\.log$/, '.previous.log'));
}

/** Returns the last lines of a log, indented, to show why a process ended. */
export function logTail(/** @type {RunDirs} */ dirs, /** @type {string} */ name, lines = 12) {
  const log = logPath(dirs, name);
  // Reads only the end, because a log may be very large.
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
 * Reads a file from a position to its end. The file may have been truncated or removed since the last read.
 * @returns the text, and the position at which the next read starts
 */
function readFrom(/** @type {string} */ file, /** @type {number} */ position) {
  const size = fileSize(file);
  const start = size < position ? 0 : position;
  if (size === start) return { text: '', end: start };
  const fd = openSync(file, 'r');
  const buffer = Buffer.alloc(size - start);
  const length = readSync(fd, buffer, 0, buffer.length, start);
  closeSync(fd);
  return { text: buffer.toString('utf8', 0, length), end: start + length };
}

/** Creates a function that returns the lines added to a file since its last call. @returns {() => string[]} */
export function lineReader(/** @type {string} */ file) {
  let position = 0;
  let rest = '';
  return () => {
    const { text, end } = readFrom(file, position);
    const lines = (rest + text).split('\n');
    position = end;
    rest = lines.pop() ?? '';
    return lines;
  };
}
