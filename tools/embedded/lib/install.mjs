import { statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { run } from './run.mjs';

/**
 * Installs the packages of package-lock.json, unless it has not changed since, and compiles everything.
 * @param {import('./progress.mjs').Progress} progress
 * @param {AbortSignal} [signal]
 */
export async function installAndBuild(progress, signal) {
  const npm = (/** @type {string[]} */ ...args) => run('npm', args, { cwd: root, signal });
  if (!isInstalled()) await progress.track('installing packages (npm ci)', () => npm('ci'));
  await progress.track('compiling (npm run build)', () => npm('run', 'build'));
}

/** npm writes its own copy of the lockfile last of all, so an interrupted install has none. */
function isInstalled() {
  const written = (/** @type {string} */ file) =>
    statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return written('node_modules/.package-lock.json') >= written('package-lock.json');
}
