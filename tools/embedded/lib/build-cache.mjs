import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { goEnv, moduleDir } from './go.mjs';
import { withLock } from './lock.mjs';
import { patchModule } from './patch.mjs';
import { cacheDir } from './paths.mjs';
import { run } from './run.mjs';

/**
 * Something that Go makes of one of the modules.
 * @typedef {{name: string, module: string, args: string[], patch?: import('./patch.mjs').Patch}} BuildArtifact
 */

/** @returns {BuildArtifact} */
export const artifactOf = (
  /** @type {import('./servers.mjs').Server} */ { module, target, patch, flags = [], variables = '' },
) => ({
  name: module,
  module,
  patch,
  args: ['build', ...flags, `-ldflags=-s -w ${variables}`, target],
});

/** Where an artifact is kept. Its folder carries a hash of all that decides what it is: another pin is another folder. */
export function artifactPath(/** @type {BuildArtifact} */ { name, module, args, patch }) {
  const hash = createHash('sha256').update(
    JSON.stringify([process.platform, process.arch, args, ...(patch ? [patch] : [])]),
  );
  const dir = moduleDir(module);
  for (const file of readdirSync(dir)
    .filter((file) => /^go\.(mod|sum)$|\.go$/.test(file))
    .sort())
    hash.update(`${file}\0`).update(readFileSync(join(dir, file)));
  return join(cacheDir, `${name}-${hash.digest('hex').slice(0, 16)}`, name);
}

export const isCached = (/** @type {BuildArtifact} */ artifact) => existsSync(artifactPath(artifact));

/**
 * Builds an artifact into the cache, unless another process has done so while this one waited for its turn.
 * @param {BuildArtifact} artifact
 * @param {{signal?: AbortSignal, onLine?: (line: string) => void}} [options]
 */
export async function buildArtifact(artifact, options = {}) {
  const path = artifactPath(artifact);
  await withLock(
    `${dirname(path)}.lock`,
    async () => {
      if (existsSync(path)) return;
      mkdirSync(dirname(path), { recursive: true });
      const draft = `${path}.unfinished`;
      const copy = `${path}.edited`;
      try {
        const [verb = '', ...rest] = artifact.args;
        const cwd = moduleDir(artifact.module);
        const edits = artifact.patch ? await patchModule(cwd, artifact.patch, copy, options) : [];
        await run('go', [verb, '-v', ...edits, '-o', draft, ...rest], { cwd, env: goEnv(), ...options });
        renameSync(draft, path);
      } finally {
        for (const left of [draft, copy]) rmSync(left, { recursive: true, force: true });
      }
    },
    options.signal,
  );
  return path;
}
