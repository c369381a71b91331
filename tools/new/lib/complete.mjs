import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toolEnv } from '../../embedded/lib/environment.mjs';
import { UserError } from '../../embedded/lib/errors.mjs';
import { COMPLETE_INSTALL } from '../../embedded/lib/install.mjs';
import { generate } from '../../generate/lib/generate.mjs';

/** @import { Changes } from './changes.mjs' */

/**
 * Writes the changes, and brings everything derived from them up to date.
 * @param {string} root the repository @param {Changes} changes
 * @param {boolean} addsService whether there is a new package, which npm links, and files are derived from its place in Compose
 * @throws {UserError} when the changes are not written, or something derived from them is not
 */
export async function completeAfter(root, changes, addsService) {
  // Ctrl-C ends the command that runs, which is handled as its failure.
  process.on('SIGINT', () => {});
  const lockFile = join(root, 'package-lock.json');
  const lock = readFileSync(lockFile);
  const undo = changes.write();
  try {
    run(root, 'npx', ['biome', 'check', '--write', '--log-level=error', ...formatted(changes)]);
    if (addsService)
      run(root, 'npm', [
        'install',
        ...COMPLETE_INSTALL,
        '--ignore-scripts',
        '--prefer-offline',
        '--loglevel=error',
      ]);
  } catch (error) {
    undo();
    writeFileSync(lockFile, lock);
    if (error instanceof UserError) throw new UserError(`${error.message}\nNothing was changed.`);
    throw error;
  }
  for (const file of changes.files) console.log(`wrote ${file}`);
  if (addsService) await generate(root);
}

/** @param {Changes} changes */
const formatted = ({ files }) => files.filter((file) => /\.(ts|json)$/.test(file));

/** @param {string} cwd @param {string} command @param {string[]} args */
function run(cwd, command, args) {
  const { status, signal } = spawnSync(command, args, {
    cwd,
    env: toolEnv(),
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (signal === 'SIGINT' || status === 130) throw new UserError(`${command} ${args[0]} was interrupted.`);
  if (status !== 0) throw new UserError(`${command} ${args[0]} failed; its output is above.`);
}
