import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { logPath } from './log-files.mjs';
import { removePidFile, writePidFile } from './pid-files.mjs';
import { processIdentity } from './process-identity.mjs';
import { signalGroup, startedGroups } from './signal-group.mjs';

/**
 * A program to run as a child process.
 * @typedef {object} ProcessSpec
 * @property {string} name
 * @property {string} command
 * @property {string[]} args
 * @property {NodeJS.ProcessEnv} env
 * @property {number} stopOrder processes with lower numbers stop first; dependencies have higher numbers
 * @property {() => Promise<boolean>} ready whether the program is ready
 */

/**
 * Starts a program in its own process group, with a log and, while it runs, a pid file. If the pid file cannot be written
 * (full disk), the process is killed, because no later run could find it.
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
  child.on('error', (error) => pid === undefined && onExit(`could not be started: ${error.message}`));
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

/** @param {string} dir @param {import('./pid-files.mjs').PidRecord} record @returns {string | undefined} the reason if the process was killed */
function recordOrKill(dir, record) {
  try {
    writePidFile(dir, record);
  } catch (error) {
    signalGroup(record.pid, 'SIGKILL');
    return `was killed because its pid file cannot be written: ${/** @type {Error} */ (error).message}`;
  }
}
