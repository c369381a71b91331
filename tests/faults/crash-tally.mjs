// @ts-check
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Deaths after which a place is passed without harm. */
export const CRASHES_PER_POINT = 20;
/** Of those who come to a place, so that the places behind it are reached too. */
const CRASH_PROBABILITY = 1 / 3;

const fileIn = (/** @type {string} */ dir) => join(dir, 'places');
const truceIn = (/** @type {string} */ dir) => join(dir, 'truce');

/** From now on nobody dies, so that all can come to rest; places are still noted. */
export const suspendCrashes = (/** @type {string} */ dir) => writeFileSync(truceIn(dir), '');
export const resumeCrashes = (/** @type {string} */ dir) => rmSync(truceIn(dir), { force: true });

/**
 * How often each place was died at, those included that were only seen.
 * @param {string} dir
 * @returns {Map<string, number>} by "service: place"
 */
export function crashCounts(dir) {
  const file = fileIn(dir);
  const deaths = new Map();
  const lines = existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  for (const line of lines) {
    const what = line.slice(0, line.indexOf(' '));
    const place = line.slice(what.length + 1);
    deaths.set(place, (deaths.get(place) ?? 0) + (what === 'died' ? 1 : 0));
  }
  return deaths;
}

/**
 * One process's part of a tally that many processes keep over all of their lives.
 * @param {string} dir
 * @param {string} service
 */
export function joinCrashTally(dir, service) {
  const deaths = crashCounts(dir);
  // A line is one short write at the end, which no other process's line gets into, and no SIGKILL takes back.
  const note = (/** @type {string} */ what) => appendFileSync(fileIn(dir), `${what}\n`);
  /** Whether the process is to die here and now. @param {string} place */
  return (place) => {
    const name = `${service}: ${place}`;
    const known = deaths.get(name);
    if (known === undefined) {
      deaths.set(name, 0);
      note(`seen ${name}`);
    }
    if ((known ?? 0) >= CRASHES_PER_POINT || Math.random() > CRASH_PROBABILITY || existsSync(truceIn(dir)))
      return false;
    note(`died ${name}`);
    return true;
  };
}
