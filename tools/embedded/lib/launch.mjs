import { spawn } from 'node:child_process';
import { closeSync, existsSync, fstatSync, mkdirSync, openSync, readSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { forget, record } from './pid-files.mjs';
import { processIdentity } from './process-identity.mjs';
import { signalGroup, startedGroups } from './signal-group.mjs';

/**
 * A program to run beside this one.
 * @typedef {object} ProcessSpec
 * @property {string} name
 * @property {string} command
 * @property {string[]} args
 * @property {NodeJS.ProcessEnv} env
 * @property {number} stopOrder those of a higher stopOrder depend on those of a lower one, and are stopped before them
 * @property {() => Promise<boolean>} ready whether it does its work
 */

/** @typedef {{logs: string, run: string}} RunDirs where logs and pid files go */

export const logPath = (/** @type {RunDirs} */ dirs, /** @type {string} */ name) =>
  join(dirs.logs, `${name}.log`);

/** Sets the log of an earlier run aside, one generation of it. */
export function rotateLog(/** @type {RunDirs} */ dirs, /** @type {string} */ name) {
  const log = logPath(dirs, name);
  if (existsSync(log)) renameSync(log, log.replace(/\.log$/, '.previous.log'));
}

/**
 * Starts a program in a process group of its own, its output in a file. Its pid file is there as long as it runs: a
 * program whose pid file can't be written (the disk is full) is ended at once, as nobody would find it later.
 * @param {ProcessSpec} spec
 * @param {RunDirs} dirs
 * @param {(how: string) => void} onEnd
 */
export function launch({ name, command, args, env, stopOrder }, dirs, onEnd = () => {}) {
  for (const dir of [dirs.logs, dirs.run]) mkdirSync(dir, { recursive: true });
  const log = openSync(logPath(dirs, name), 'a');
  const child = spawn(command, args, { env, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  const { pid } = child;
  let unrecorded = '';
  if (pid) {
    startedGroups.add(pid);
    try {
      record(dirs.run, { name, stopOrder, ...processIdentity(pid) });
    } catch (error) {
      unrecorded = `had to be ended, as its pid file can't be written: ${/** @type {Error} */ (error).message}`;
      signalGroup(pid, 'SIGKILL');
    }
  }
  child.on('error', (error) => pid === undefined && onEnd(error.message));
  child.on('exit', (code, signal) => {
    startedGroups.delete(/** @type {number} */ (pid));
    forget(dirs.run, name);
    onEnd(unrecorded || (signal ? `ended by ${signal}` : `ended with exit code ${code}`));
  });
  return child;
}

/** The last lines of a log, to say why something ended. */
export function logTail(/** @type {RunDirs} */ dirs, /** @type {string} */ name, lines = 12) {
  return fileTail(logPath(dirs, name))
    .trimEnd()
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
