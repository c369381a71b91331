// @ts-check
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** After this number of crashes, a crash point no longer crashes. */
export const CRASHES_PER_POINT = 20;
/** Below 1, so that the crash points that follow one are reached too. */
const CRASH_PROBABILITY = 1 / 3;

const tallyIn = (/** @type {string} */ dir) => join(dir, 'crash-points');
const suspensionIn = (/** @type {string} */ dir) => join(dir, 'suspended');

/** Suspends all crashes. Crash points that processes reach are still recorded. */
export const suspendCrashes = (/** @type {string} */ dir) => writeFileSync(suspensionIn(dir), '');
export const resumeCrashes = (/** @type {string} */ dir) => rmSync(suspensionIn(dir), { force: true });

/**
 * Counts the crashes at each crash point; 0 for one that was only reached.
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
 * Opens a tally that many processes share across restarts.
 * @param {string} dir
 * @param {string} service
 * @returns {(point: string) => boolean} records that a crash point is reached and returns whether to crash
 */
export function joinCrashTally(dir, service) {
  const counts = crashCounts(dir);
  // Appending a short line is atomic, and SIGKILL cannot undo it.
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
