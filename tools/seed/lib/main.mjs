import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readDotenv } from '../../embedded/lib/dotenv.mjs';
import { reportError, UserError } from '../../embedded/lib/errors.mjs';
import { tryLock } from '../../embedded/lib/lock.mjs';
import { dataDir, root } from '../../embedded/lib/paths.mjs';
import { run } from '../../embedded/lib/run.mjs';
import { optionsOf } from './options.mjs';

/** Runs `npm run seed`. @param {string} [url] of the shop */
export async function main(url) {
  try {
    const { base, ...options } = optionsOf(url, readDotenv(join(root, '.env')));
    await compileApiClient();
    const { seed } = await import('./seed.mjs');
    const release = lockFor(base);
    await seed(base, options).finally(release);
  } catch (error) {
    reportError(error);
    process.exitCode = 1;
  }
}

/** The other modules import the compiled client, which a fresh clone does not have. */
async function compileApiClient() {
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  if (!existsSync(compiler))
    throw new UserError('The npm packages are not installed. Run `npm ci`, then run this again.');
  await run(process.execPath, [compiler, '-b', 'shared/api-client'], { cwd: root });
}

/** Locks the shop against a concurrent run, which would create everything twice. @param {string} base */
function lockFor(base) {
  const name = createHash('sha256').update(base).digest('hex').slice(0, 12);
  const lock = tryLock(join(dataDir, 'run', `seed-${name}.json`));
  if (lock.holder)
    throw new UserError(`Process ${lock.holder.pid} is already seeding ${base}. Wait until it has finished.`);
  return lock.release;
}
