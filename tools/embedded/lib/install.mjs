import { statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './paths.mjs';
import { track } from './progress.mjs';
import { run } from './run.mjs';

/** Installs npm packages if package-lock.json has changed, and compiles all packages of the repository. */
export async function installAndBuild(/** @type {AbortSignal} */ signal) {
  await install(signal);
  await compile(signal);
}

/** Installs npm packages if package-lock.json has changed. */
export async function install(/** @type {AbortSignal} */ signal) {
  if (!isInstalled()) await track('installing packages (npm ci)', () => npm(['ci'], signal));
}

/** Compiles packages. @param {AbortSignal} signal @param {string[]} folders of the packages; all by default */
export async function compile(signal, folders = ['tsconfig.build.json']) {
  await track('compiling (tsc -b)', () => npm(['exec', '--', 'tsc', '-b', ...folders], signal));
}

const npm = (/** @type {string[]} */ args, /** @type {AbortSignal} */ signal) =>
  run('npm', args, { cwd: root, signal });

/** Compares the lockfile with npm's copy of it. npm writes that copy last, so an interrupted install has none. */
function isInstalled() {
  const writtenAt = (/** @type {string} */ file) =>
    statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return writtenAt('node_modules/.package-lock.json') >= writtenAt('package-lock.json');
}
