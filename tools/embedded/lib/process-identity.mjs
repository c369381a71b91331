import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Identifies a process even if a later process gets the same pid.
 * @typedef {{pid: number, startedAt: string}} ProcessIdentity
 */

/** @returns {ProcessIdentity} */
export const processIdentity = (/** @type {number} */ pid) => ({ pid, startedAt: startTime(pid) ?? '' });

/** Whether a process runs. A zombie does not count. */
export const isAlive = (/** @type {Partial<ProcessIdentity>} */ { pid, startedAt }) =>
  pid !== undefined && Boolean(startedAt) && startTime(pid) === startedAt;

/** Fixes the time zone and the language in which `ps` prints times, so that they can be compared. */
const psEnv = { ...process.env, TZ: 'UTC', LC_ALL: 'C' };

/** @returns {string | undefined} the start time in the system's own format; undefined if the process does not run */
function startTime(/** @type {number} */ pid) {
  try {
    if (process.platform !== 'linux')
      return execFileSync('ps', ['-o', 'lstart=', '-p', `${pid}`], { encoding: 'utf8', env: psEnv }).trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The second field is the program's name in parentheses and may contain any character.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
