import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { readDotenv } from '../../embedded/lib/dotenv.mjs';
import { reportError, UserError } from '../../embedded/lib/errors.mjs';
import { tryLock } from '../../embedded/lib/lock.mjs';
import { dataDir, root } from '../../embedded/lib/paths.mjs';
import { optionsOf } from './options.mjs';

/** Runs `npm run seed`. @param {string} [url] of the shop */
export async function main(url) {
  try {
    const { base, ...options } = optionsOf(url, readDotenv(join(root, '.env')));
    const seed = await importSeed();
    const release = lockFor(base);
    await seed(base, options).finally(release);
  } catch (error) {
    reportError(error);
    process.exitCode = 1;
  }
}

async function importSeed() {
  try {
    return (await import('./seed.mjs')).seed;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new UserError('The npm packages are not installed. Run `npm ci`, then run this again.');
  }
}

/** Locks the shop against a concurrent run, which would create everything twice. @param {string} base */
function lockFor(base) {
  const name = createHash('sha256').update(base).digest('hex').slice(0, 12);
  const lock = tryLock(join(dataDir, 'run', `seed-${name}.json`));
  if (lock.holder)
    throw new UserError(`Process ${lock.holder.pid} is already seeding ${base}. Wait until it has finished.`);
  return lock.release;
}
