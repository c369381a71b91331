import { mkdirSync, statfsSync } from 'node:fs';
import { UserError } from './errors.mjs';

/** Throws while a disk is nearly full, before anything is half written. */
export function assertDiskSpace(/** @type {string} */ dir, /** @type {string} */ purpose, neededGiB = 1) {
  mkdirSync(dir, { recursive: true });
  const { bavail, bsize } = statfsSync(dir);
  const freeGiB = (bavail * bsize) / 2 ** 30;
  if (freeGiB >= neededGiB) return;
  throw new UserError(
    `The disk is nearly full: ${dir} has ${freeGiB.toFixed(1)} GiB left, and ${neededGiB} GiB are needed ${purpose}.\n` +
      'Free some space and run this again.',
  );
}
