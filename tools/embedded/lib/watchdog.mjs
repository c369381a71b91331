import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stopProcesses } from './pid-files.mjs';

const self = fileURLToPath(import.meta.url);

/**
 * Starts a process that outlives this one only to end what this one recorded as running, however this one ends.
 * @param {string} runDir where the pid files are
 * @param {string} [toRemove] a folder to remove in the end
 * @returns {() => Promise<void>} lets it do that now, and waits until it has
 */
export function startWatchdog(runDir, toRemove) {
  const args = [self, runDir, ...(toRemove ? [toRemove] : [])];
  const guard = spawn(process.execPath, args, { detached: true, stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = new Promise((resolve) => guard.on('exit', resolve));
  guard.unref();
  return async () => {
    guard.ref();
    guard.stdin.end();
    await ended;
  };
}

async function guard(/** @type {string} */ runDir, /** @type {string=} */ toRemove) {
  // The pipe's other end is held by the process that started this one, and closes when that is gone.
  for await (const _ of process.stdin);
  await stopProcesses(runDir);
  if (toRemove) rmSync(toRemove, { recursive: true, force: true });
}

if (process.argv[1] === self) await guard(/** @type {string} */ (process.argv[2]), process.argv[3]);
