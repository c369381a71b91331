import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * A process that cannot be confused with a later one that got the same id.
 * @typedef {{pid: number, startedAt: string}} ProcessIdentity
 */

/** @returns {ProcessIdentity} */
export const processIdentity = (/** @type {number} */ pid) => ({ pid, startedAt: startTime(pid) ?? '' });

/** A process that has ended and waits for its parent to notice counts as gone. */
export const isAlive = (/** @type {Partial<ProcessIdentity>} */ { pid, startedAt }) =>
  pid !== undefined && Boolean(startedAt) && startTime(pid) === startedAt;

/** `ps` prints the time in the caller's zone and language, so these are fixed to keep the text comparable. */
const psEnv = { ...process.env, TZ: 'UTC', LC_ALL: 'C' };

/** @returns {string | undefined} when the process started, in the system's own terms */
function startTime(/** @type {number} */ pid) {
  try {
    if (process.platform !== 'linux')
      return execFileSync('ps', ['-o', 'lstart=', '-p', `${pid}`], { encoding: 'utf8', env: psEnv }).trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in brackets, with whatever characters it has.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
