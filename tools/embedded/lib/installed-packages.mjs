import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * An entry of package-lock.json.
 * @typedef {{version?: string, integrity?: string, link?: boolean, optional?: boolean, os?: string[], cpu?: string[], libc?: string[]}} Package
 */

/**
 * Whether all packages of package-lock.json are installed. Compares the lockfile with npm's copy of it, which lists what
 * the last install made, and with the folders. npm writes that copy last, so an interrupted install has none.
 * @param {string} root
 */
export function isInstalled(root) {
  const wanted = packagesIn(join(root, 'package-lock.json'));
  const installed = packagesIn(join(root, 'node_modules/.package-lock.json'));
  const libc = libcOfThisSystem();
  return Object.entries(wanted)
    .filter(([path, one]) => path.includes('node_modules/') && isForThisSystem(one, libc))
    .every(([path, one]) => isSame(one, installed[path]) && existsSync(join(root, path, 'package.json')));
}

/** @param {string} file @returns {Record<string, Package>} */
function packagesIn(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    return {};
  }
}

/** @param {Package} one @param {Package} [other] */
const isSame = (one, other) =>
  Boolean(other) && one.version === other?.version && (!one.integrity || one.integrity === other?.integrity);

/**
 * npm leaves out optional packages for other systems. An optional package for all systems may have failed to install.
 * @param {Package} one @param {string} systemLibc
 */
function isForThisSystem({ optional, os, cpu, libc }, systemLibc) {
  if (!optional) return true;
  return Boolean(
    os?.includes(process.platform) && cpu?.includes(process.arch) && (libc?.includes(systemLibc) ?? true),
  );
}

function libcOfThisSystem() {
  const report = /** @type {{header?: {glibcVersionRuntime?: string}}} */ (process.report.getReport());
  return report.header?.glibcVersionRuntime ? 'glibc' : 'musl';
}
