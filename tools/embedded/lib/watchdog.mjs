import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { programEnv } from './environment.mjs';
import { stopProcesses } from './pid-files.mjs';

const self = fileURLToPath(import.meta.url);

/**
 * Starts a watchdog process, which stops all processes with a pid file when this process ends, even if it is killed.
 * @param {string} runDir contains the pid files
 * @param {string} [tempDir] a folder to remove afterwards
 * @returns {() => Promise<void>} stops all processes now and resolves when they have ended
 */
export function startWatchdog(runDir, tempDir) {
  const args = [self, runDir, ...(tempDir ? [tempDir] : [])];
  const watchdog = spawn(process.execPath, args, {
    detached: true,
    env: programEnv(runDir),
    stdio: ['pipe', 'ignore', 'inherit'],
  });
  const exited = new Promise((resolve) => watchdog.on('exit', resolve));
  watchdog.unref();
  return async () => {
    watchdog.ref();
    watchdog.stdin.end();
    await exited;
  };
}

async function watch(/** @type {string} */ runDir, /** @type {string=} */ tempDir) {
  // stdin is a pipe from the parent process, so it closes when the parent ends.
  for await (const _ of process.stdin);
  await stopProcesses(runDir);
  if (tempDir) rmSync(tempDir, { recursive: true, force: true });
}

if (process.argv[1] === self) await watch(process.argv[2] ?? '', process.argv[3]);
