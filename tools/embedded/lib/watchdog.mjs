import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { stopProcesses } from './pid-files.mjs';

const self = fileURLToPath(import.meta.url);

/**
 * Starts a process that stops everything recorded in a folder of pid files once this process is gone, however it ended.
 * @param {string} runDir where the pid files are
 * @param {string} [tempDir] a folder to remove afterwards
 * @returns {() => Promise<void>} makes it do so now, and resolves when it has
 */
export function startWatchdog(runDir, tempDir) {
  const args = [self, runDir, ...(tempDir ? [tempDir] : [])];
  const watchdog = spawn(process.execPath, args, { detached: true, stdio: ['pipe', 'ignore', 'inherit'] });
  const exited = new Promise((resolve) => watchdog.on('exit', resolve));
  watchdog.unref();
  return async () => {
    watchdog.ref();
    watchdog.stdin.end();
    await exited;
  };
}

async function watch(/** @type {string} */ runDir, /** @type {string=} */ tempDir) {
  // The process that started this one holds the other end of the pipe, which closes when that process is gone.
  for await (const _ of process.stdin);
  await stopProcesses(runDir);
  if (tempDir) rmSync(tempDir, { recursive: true, force: true });
}

if (process.argv[1] === self) await watch(process.argv[2] ?? '', process.argv[3]);
