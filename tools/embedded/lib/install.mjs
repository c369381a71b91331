import { statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { run } from './run.mjs';

/**
 * Installs what package-lock.json names, where that has not been done since it changed, and compiles everything.
 * @param {import('./progress.mjs').Progress} progress
 * @param {AbortSignal} [signal]
 */
export async function installAndBuild(progress, signal) {
  const npm = (/** @type {string[]} */ ...args) => run('npm', args, { cwd: root, signal });
  if (!isInstalled()) await progress.during('installing packages (npm ci)', () => npm('ci'));
  await progress.during('compiling (npm run build)', () => npm('run', 'build'));
}

/** npm writes its own copy of the lockfile last of all, so an interrupted install has none. */
function isInstalled() {
  const written = (/** @type {string} */ file) =>
    statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return written('node_modules/.package-lock.json') >= written('package-lock.json');
}
