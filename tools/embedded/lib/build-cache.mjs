import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { goEnv, moduleDir } from './go.mjs';
import { withLock } from './lock.mjs';
import { patchModule } from './patch.mjs';
import { cacheDir } from './paths.mjs';
import { run } from './run.mjs';

/**
 * A program that Go builds from a module in `go/`.
 * @typedef {{name: string, module: string, args: string[], patch?: import('./patch.mjs').Patch}} BuildArtifact
 */

/** @param {import('./servers.mjs').Server} server @returns {BuildArtifact} */
export const artifactOf = ({ module, target, patch, flags = [], variables = '' }) => ({
  name: module,
  module,
  patch,
  args: ['build', ...flags, `-ldflags=-s -w ${variables}`, target],
});

/**
 * Returns the path of an artifact in the cache. Its folder is named after a hash of all build inputs, so a changed pin uses
 * another folder.
 */
export function artifactPath(/** @type {BuildArtifact} */ { name, module, args, patch }) {
  const build = [process.platform, process.arch, args, ...(patch ? [patch] : [])];
  const hash = createHash('sha256').update(JSON.stringify(build));
  const dir = moduleDir(module);
  const sources = readdirSync(dir).filter((file) => /^go\.(mod|sum)$|\.go$/.test(file));
  for (const file of sources.sort()) hash.update(`${file}\0`).update(readFileSync(join(dir, file)));
  return join(cacheDir, `${name}-${hash.digest('hex').slice(0, 16)}`, name);
}

export const isCached = (/** @type {BuildArtifact} */ artifact) => existsSync(artifactPath(artifact));

/**
 * Builds an artifact into the cache, unless another process did so while this one waited for the lock.
 * @param {BuildArtifact} artifact
 * @param {{signal?: AbortSignal, onLine?: (line: string) => void}} [options]
 */
export async function buildArtifact(artifact, options = {}) {
  const path = artifactPath(artifact);
  const build = async () => {
    if (existsSync(path)) return;
    mkdirSync(dirname(path), { recursive: true });
    const draft = `${path}.unfinished`;
    const copy = `${path}.patched`;
    try {
      const [verb = '', ...rest] = artifact.args;
      const cwd = moduleDir(artifact.module);
      const flags = artifact.patch ? await patchModule(cwd, artifact.patch, copy, options) : [];
      await run('go', [verb, '-v', ...flags, '-o', draft, ...rest], { cwd, env: goEnv(), ...options });
      renameSync(draft, path);
    } finally {
      for (const leftover of [draft, copy]) rmSync(leftover, { recursive: true, force: true });
    }
  };
  await withLock(`${dirname(path)}.lock`, build, options.signal);
  return path;
}
