import { join } from 'node:path';
import { UserError } from './errors.mjs';
import { tryLock } from './lock.mjs';
import { stopProcesses } from './pid-files.mjs';

/**
 * Makes sure that nothing else runs on this checkout's data: refuses a second instance, and stops what an earlier one
 * that was killed has left running.
 * @param {string} runDir
 * @param {string} url where the shop will be
 * @returns releases the lock
 * @throws {UserError} while another instance runs
 */
export async function acquireSingleInstanceLock(runDir, url) {
  const { holder, release } = tryLock(join(runDir, 'launcher.json'), { url });
  if (holder)
    throw new UserError(
      `The shop already runs, or is being started, at ${holder.url} (process ${holder.pid}).\n` +
        `Stop it there with Ctrl-C, or from here with: kill ${holder.pid}`,
    );
  const stopped = await stopProcesses(runDir);
  if (stopped.length > 0)
    console.log(`An earlier run was killed; ended what it had left running: ${stopped.join(', ')}.`);
  return release;
}
