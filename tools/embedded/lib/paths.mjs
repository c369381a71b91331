import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The data folder of `npm start`, which persists between runs. */
export const dataDir = join(root, '.data');

/** The home of npm and Go, with their settings and caches: the user's, or a folder of this checkout if that cannot be used. */
export const userHome = usableHome() ?? join(dataDir, 'home');

/** The cache of built servers, shared by all checkouts of this user. */
export const cacheDir = join(
  isAbsolute(process.env.XDG_CACHE_HOME ?? '')
    ? String(process.env.XDG_CACHE_HOME)
    : join(userHome, '.cache'),
  'ecommerce-embedded',
);

/** @returns {string | undefined} undefined if the user has no home, or one in which caches cannot be created */
function usableHome() {
  try {
    const home = process.env.HOME || homedir();
    if (!isAbsolute(home) || !statSync(home).isDirectory()) return undefined;
    const cache = join(home, '.cache');
    // Not recursive, because that never returns in a file system such as /proc.
    if (!existsSync(cache)) mkdirSync(cache);
    for (const folder of [home, cache]) accessSync(folder, constants.W_OK);
    return home;
  } catch {
    return undefined;
  }
}
