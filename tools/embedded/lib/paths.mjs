import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The folder that `npm start` keeps between runs. */
export const dataDir = join(root, '.data');

/** The servers that were built, for all checkouts of this user. */
export const cacheDir = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ecommerce-embedded');
