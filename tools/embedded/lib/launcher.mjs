import { join } from 'node:path';
import { assertDiskSpace } from './disk-space.mjs';
import { dotenvVariables } from './dotenv.mjs';
import { outsideEnv, pick } from './environment.mjs';
import { reportError } from './errors.mjs';
import { dataDir, root } from './paths.mjs';
import { assertPortsFree } from './ports.mjs';
import { ProcessGroup } from './process-group.mjs';
import { isSetting, portsOf } from './settings.mjs';
import { acquireSingleInstanceLock } from './single-instance.mjs';
import { onStopSignals } from './stop-signals.mjs';
import { startWatchdog } from './watchdog.mjs';

/** @typedef {(() => unknown)[]} Cleanups run in reverse order when a command ends */

export const dirs = { logs: join(dataDir, 'logs'), run: join(dataDir, 'run') };

/**
 * Runs a command until it is stopped, and cleans up. An error that ends it sets the exit code.
 * @param {(signal: AbortSignal, cleanups: Cleanups) => Promise<void>} command
 */
export async function runUntilStopped(command) {
  const signal = onStopSignals();
  /** @type {Cleanups} */
  const cleanups = [];
  try {
    await command(signal, cleanups);
  } catch (error) {
    if (!signal.aborted) {
      reportError(error);
      process.exitCode = 1;
    }
  }
  for (const cleanup of cleanups.reverse()) await cleanup();
}

/**
 * Reads the settings and checks that the shop can run: no other instance on this data, free ports, disk space.
 * @param {Cleanups} cleanups
 * @param {string} command to suggest in errors
 * @param {Parameters<typeof portsOf>[1]} [ports] which ports the command takes
 * @throws {import('./errors.mjs').UserError}
 */
export async function prepareShop(cleanups, command, ports) {
  const env = readSettings();
  const { wanted, port } = portsOf(env, ports);
  cleanups.push(await acquireSingleInstanceLock(dirs.run, `http://localhost:${port('PORT')}`));
  await assertPortsFree(wanted, command);
  assertDiskSpace(dataDir, 'to run');
  return { env, port };
}

/**
 * Reads what the user has set for the shop: in .env or, with precedence, in the environment.
 * @param {string} [file] @param {NodeJS.ProcessEnv} [env]
 * @returns {NodeJS.ProcessEnv}
 * @throws {import('./errors.mjs').UserError}
 */
export const readSettings = (file = join(root, '.env'), env = process.env) => ({
  ...outsideEnv(env),
  ...dotenvVariables(file, env),
  ...pick(env, isSetting),
});

/** Creates the group of all processes of the shop, which ends with this process even if it is killed. @param {Cleanups} cleanups */
export function createProcesses(cleanups) {
  const processes = new ProcessGroup(dirs);
  cleanups.push(startWatchdog(dirs.run), () => processes.stop());
  return processes;
}

/** Resolves when the command is stopped. @param {AbortSignal} signal */
export async function untilStopped(signal) {
  // The listener would miss an abort during the start.
  signal.throwIfAborted();
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
}
