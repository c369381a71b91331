import { join } from 'node:path';
import { UserError } from './errors.mjs';
import { tryLock } from './lock.mjs';
import { stopProcesses } from './pid-files.mjs';

/**
 * Prevents two instances on the data of one checkout. Rejects a second instance, and stops processes that a killed instance
 * left running.
 * @param {string} runDir
 * @param {string} url the URL of this instance's shop
 * @returns a function that releases the lock
 * @throws {UserError} if another instance runs
 */
export async function acquireSingleInstanceLock(runDir, url) {
  const { holder, release } = tryLock(join(runDir, 'launcher.json'), { url });
  if (holder)
    throw new UserError(
      `The shop is already running or starting at ${holder.url} (process ${holder.pid}).\n` +
        `Stop it with Ctrl-C in its terminal, or run: kill ${holder.pid}`,
    );
  const stopped = await stopProcesses(runDir);
  if (stopped.length > 0)
    console.log(`The previous run was killed. Stopped the processes that it left: ${stopped.join(', ')}.`);
  return release;
}
