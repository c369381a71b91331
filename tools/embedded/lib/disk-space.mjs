import { mkdirSync, statfsSync } from 'node:fs';
import { UserError } from './errors.mjs';

/** Creates a folder and checks the free space on its disk. @throws {UserError} if there is less than `neededGiB` */
export function assertDiskSpace(/** @type {string} */ dir, /** @type {string} */ purpose, neededGiB = 1) {
  mkdirSync(dir, { recursive: true });
  const { bavail, bsize } = statfsSync(dir);
  const freeGiB = (bavail * bsize) / 2 ** 30;
  if (freeGiB >= neededGiB) return;
  throw new UserError(
    `The disk is nearly full: ${neededGiB} GiB are needed ${purpose}, but ${dir} has only ${freeGiB.toFixed(1)} GiB left.\n` +
      'Free some space and run this again.',
  );
}
