import { isInstalled } from './installed-packages.mjs';
import { root } from './paths.mjs';
import { track } from './progress.mjs';
import { run } from './run.mjs';

/**
 * Flags with which npm installs everything. Otherwise `NODE_ENV=production` or a user's `.npmrc` would leave out the compilers,
 * or packages for this system.
 */
export const COMPLETE_INSTALL = [
  '--include=dev',
  '--include=optional',
  '--include=peer',
  '--install-strategy=hoisted',
];

/** Installs npm packages that are missing, and compiles all packages of the repository. */
export async function installAndBuild(/** @type {AbortSignal} */ signal) {
  await install(signal);
  await compile(signal);
}

/** Installs npm packages, unless all those of package-lock.json are there. */
export async function install(/** @type {AbortSignal} */ signal) {
  if (isInstalled(root)) return;
  await track('installing packages (npm ci)', () =>
    run('npm', ['ci', ...COMPLETE_INSTALL], { cwd: root, signal }),
  );
}

/** Compiles packages. @param {AbortSignal} signal @param {string[]} folders of the packages; all by default */
export async function compile(signal, folders = ['tsconfig.build.json']) {
  // Without npm, which may be configured not to link commands.
  const args = ['node_modules/typescript/bin/tsc', '-b', ...folders];
  await track('compiling (tsc -b)', () => run(process.execPath, args, { cwd: root, signal }));
}
