import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { logPath } from './log-files.mjs';
import { removePidFile, writePidFile } from './pid-files.mjs';
import { processIdentity } from './process-identity.mjs';
import { signalGroup, startedGroups } from './signal-group.mjs';

/**
 * A program to run beside this one.
 * @typedef {object} ProcessSpec
 * @property {string} name
 * @property {string} command
 * @property {string[]} args
 * @property {NodeJS.ProcessEnv} env
 * @property {number} stopOrder lower numbers stop first; a process has a lower one than what it depends on
 * @property {() => Promise<boolean>} ready whether it does its work
 */

/**
 * Starts a program in a process group of its own, with its output in a log and a pid file for as long as it runs. A
 * process whose pid file cannot be written (the disk is full) is killed at once, because nothing could find it later.
 * @param {ProcessSpec} spec
 * @param {import('./log-files.mjs').RunDirs} dirs
 * @param {(reason: string) => void} onExit
 */
export function launch({ name, command, args, env, stopOrder }, dirs, onExit = () => {}) {
  for (const dir of [dirs.logs, dirs.run]) mkdirSync(dir, { recursive: true });
  const log = openSync(logPath(dirs, name), 'a');
  const child = spawn(command, args, { env, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  const { pid } = child;
  child.on('error', (error) => pid === undefined && onExit(error.message));
  if (pid === undefined) return child;
  startedGroups.add(pid);
  const unrecorded = recordOrKill(dirs.run, { name, stopOrder, ...processIdentity(pid) });
  child.on('exit', (code, signal) => {
    startedGroups.delete(pid);
    removePidFile(dirs.run, name);
    onExit(unrecorded || (signal ? `ended by ${signal}` : `ended with exit code ${code}`));
  });
  return child;
}

/** @param {string} dir @param {import('./pid-files.mjs').PidRecord} record @returns {string | undefined} why it was killed */
function recordOrKill(dir, record) {
  try {
    writePidFile(dir, record);
  } catch (error) {
    signalGroup(record.pid, 'SIGKILL');
    return `had to be ended, as its pid file can't be written: ${/** @type {Error} */ (error).message}`;
  }
}
