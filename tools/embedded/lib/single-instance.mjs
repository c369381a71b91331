import { join } from 'node:path';
import { UserError } from './errors.mjs';
import { tryLock } from './lock.mjs';
import { stopProcesses } from './pid-files.mjs';

/**
 * Makes sure that nothing else runs on this checkout's data: refuses to start twice, and ends what a run left behind
 * that was killed.
 * @param {string} runDir
 * @param {string} url where the shop will be
 * @returns what lets the next one start
 */
export async function acquireSingleInstanceLock(runDir, url) {
  const lock = tryLock(join(runDir, 'launcher.json'), { url });
  if (lock.holder)
    throw new UserError(
      `The shop already runs, or is being started, at ${lock.holder.url} (process ${lock.holder.pid}).\n` +
        `Stop it there with Ctrl-C, or from here with: kill ${lock.holder.pid}`,
    );
  const left = await stopProcesses(runDir);
  if (left.length > 0)
    console.log(`An earlier run was killed; ended what it had left running: ${left.join(', ')}.`);
  return lock.release;
}
