import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The data folder of `npm start`, which persists between runs. */
export const dataDir = join(root, '.data');

/** The cache of built servers, shared by all checkouts of this user. */
export const cacheDir = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'ecommerce-embedded');
