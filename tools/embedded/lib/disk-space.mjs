import { mkdirSync, statfsSync } from 'node:fs';
import { UserError } from './errors.mjs';

/** Refuses to go on where a disk is nearly full, before anything is half written. */
export function assertDiskSpace(/** @type {string} */ dir, /** @type {string} */ purpose, gibibytes = 1) {
  mkdirSync(dir, { recursive: true });
  const { bavail, bsize } = statfsSync(dir);
  const free = (bavail * bsize) / 2 ** 30;
  if (free >= gibibytes) return;
  throw new UserError(
    `The disk is nearly full: ${dir} has ${free.toFixed(1)} GiB left, and ${gibibytes} GiB are needed ${purpose}.\n` +
      'Free some space and run this again.',
  );
}
