// @ts-check
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** After so many a process passes the crash point without harm. */
export const CRASHES_PER_POINT = 20;
/** Below 1, so that the crash points behind one are reached too. */
const CRASH_PROBABILITY = 1 / 3;

const tallyIn = (/** @type {string} */ dir) => join(dir, 'crash-points');
const suspensionIn = (/** @type {string} */ dir) => join(dir, 'suspended');

/** Lets processes run without crashes; the crash points that they reach are recorded all the same. */
export const suspendCrashes = (/** @type {string} */ dir) => writeFileSync(suspensionIn(dir), '');
export const resumeCrashes = (/** @type {string} */ dir) => rmSync(suspensionIn(dir), { force: true });

/**
 * How many crashes each crash point has had; 0 for one that was only reached.
 * @param {string} dir
 * @returns {Map<string, number>} by "service: crash point"
 */
export function crashCounts(dir) {
  const file = tallyIn(dir);
  const counts = new Map();
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  for (const [, event, point] of lines.map((line) => /^(\w+) (.*)$/.exec(line) ?? []))
    counts.set(point, (counts.get(point) ?? 0) + (event === 'crashed' ? 1 : 0));
  return counts;
}

/**
 * Joins a tally that many processes keep over all of their starts.
 * @param {string} dir
 * @param {string} service
 * @returns {(point: string) => boolean} whether the process has to crash, now that it has reached a crash point
 */
export function joinCrashTally(dir, service) {
  const counts = crashCounts(dir);
  // A line is one short append, which is atomic and which a SIGKILL cannot undo.
  const record = (/** @type {string} */ line) => appendFileSync(tallyIn(dir), `${line}\n`);
  return (point) => {
    const name = `${service}: ${point}`;
    const count = counts.get(name);
    if (count === undefined) {
      counts.set(name, 0);
      record(`reached ${name}`);
    }
    const passes = (count ?? 0) >= CRASHES_PER_POINT || Math.random() > CRASH_PROBABILITY;
    if (passes || existsSync(suspensionIn(dir))) return false;
    record(`crashed ${name}`);
    return true;
  };
}
