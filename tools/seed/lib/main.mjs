import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { readDotenv } from '../../embedded/lib/dotenv.mjs';
import { reportError, UserError } from '../../embedded/lib/errors.mjs';
import { tryLock } from '../../embedded/lib/lock.mjs';
import { dataDir, root } from '../../embedded/lib/paths.mjs';
import { optionsOf } from './options.mjs';

/** `npm run seed`. @param {string} [address] of the shop */
export async function main(address) {
  try {
    const { base, ...options } = optionsOf(address, readDotenv(join(root, '.env')));
    const seed = await load();
    const release = oneAtATime(base);
    await seed(base, options).finally(release);
  } catch (error) {
    reportError(error);
    process.exitCode = 1;
  }
}

async function load() {
  try {
    return (await import('./seed.mjs')).seed;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new UserError('What draws the pictures is not installed: npm ci, then this again.');
  }
}

/** Two at once would each put up what the other has not yet. */
function oneAtATime(/** @type {string} */ base) {
  const name = createHash('sha256').update(base).digest('hex').slice(0, 12);
  const lock = tryLock(join(dataDir, 'run', `seed-${name}.json`));
  if (lock.holder)
    throw new UserError(`${base} is being seeded already, by process ${lock.holder.pid}. Wait for that.`);
  return lock.release;
}
