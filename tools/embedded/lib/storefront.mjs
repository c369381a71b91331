import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { programEnv } from './environment.mjs';
import { dataDir, root } from './paths.mjs';
import { track } from './progress.mjs';
import { run } from './run.mjs';

const folder = join(root, 'client');
/** Stores the fingerprint of the sources of the current build. */
const stamp = join(folder, '.next/source-hash');
/** Build outputs, and files that the build does not read. */
const notSource = new Set(['.next', 'node_modules', 'next-env.d.ts', 'README.md', 'test']);

/** The path of the storefront's server. */
export const storefrontProgram = join(folder, '.next/standalone/client/serve/main.mjs');

/** Builds the storefront, unless its sources have not changed since the last build. */
export async function buildStorefront(/** @type {AbortSignal} */ signal) {
  const source = fingerprint();
  if (existsSync(storefrontProgram) && existsSync(stamp) && readFileSync(stamp, 'utf8') === source) return;
  rmSync(stamp, { force: true });
  await track('building the storefront (npm run build:client)', () =>
    run('npm', ['run', 'build:client'], { cwd: root, env: programEnv(join(dataDir, 'home')), signal }),
  );
  writeFileSync(stamp, source);
}

/** Hashes all files that determine the build. */
function fingerprint() {
  const hash = createHash('sha256').update(process.version);
  const files = [
    join(root, 'package-lock.json'),
    join(root, 'docs/openapi.json'),
    ...filesIn(join(root, 'shared/api-client/src')),
    ...filesIn(join(root, 'shared/contracts/src')),
    ...filesIn(folder),
  ];
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/** @returns {string[]} */
function filesIn(/** @type {string} */ dir) {
  return readdirSync(dir, { withFileTypes: true })
    .filter(({ name }) => !notSource.has(name))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
    .flatMap((entry) => (entry.isDirectory() ? filesIn(join(dir, entry.name)) : [join(dir, entry.name)]));
}
