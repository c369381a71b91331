import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { artifactPath, buildArtifact, isCached } from '../../embedded/lib/build-cache.mjs';
import { programEnv } from '../../embedded/lib/environment.mjs';
import { UserError } from '../../embedded/lib/errors.mjs';
import { findGo, moduleDir } from '../../embedded/lib/go.mjs';
import { onPath } from '../../embedded/lib/on-path.mjs';
import { track } from '../../embedded/lib/progress.mjs';

/** @import { BuildArtifact } from '../../embedded/lib/build-cache.mjs' */

/** Its module, which pins the version: another one writes different manifests. @type {BuildArtifact} */
const artifact = {
  name: 'kompose',
  module: 'kompose',
  args: ['build', '-ldflags=-s -w', 'github.com/kubernetes/kompose'],
};
const [, pinned = ''] =
  /github.com\/kubernetes\/kompose v(\S+)/.exec(
    readFileSync(join(moduleDir(artifact.module), 'go.mod'), 'utf8'),
  ) ?? [];
export const KOMPOSE_VERSION = pinned;

/** Messages about each written file, about the unsupported `restart` value, and about volumes that are no local folders. */
const EXPECTED_OUTPUT = /INFO|unless-stopped|failed to check if the directory is empty|^$/;

/** @returns {string | undefined} the path of kompose, if this version is on PATH or was built before */
export function findKompose() {
  const built = isCached(artifact) ? artifactPath(artifact) : undefined;
  return [onPath('kompose'), built].find((path) => path && versionOf(path) === KOMPOSE_VERSION);
}

/** @param {string} path */
const versionOf = (path) => execFileSync(path, ['version'], { encoding: 'utf8' }).split(/\s/)[0];

/**
 * Finds kompose, or builds it with Go, as `npm start` and `npm test` build their servers.
 * @returns {Promise<string>} its path
 * @throws {UserError} if Go cannot build it
 */
export async function obtainKompose() {
  const found = findKompose();
  if (found) return found;
  if (!findGo().usable)
    throw new UserError(
      `kompose ${KOMPOSE_VERSION} is not installed. Install Go (https://go.dev/dl), which builds it, or kompose: https://kompose.io/installation`,
    );
  return track('building kompose with Go (first run only)', (report) =>
    buildArtifact(artifact, {
      onLine: (line) => report(line.startsWith('go: ') ? 'downloading' : 'compiling'),
    }),
  );
}

/**
 * Runs kompose in a folder without .env and with an empty environment, so that every variable has its default.
 * @param {string} kompose its path
 * @param {string} root the repository
 * @param {string} overlay the text of k8s/kompose.yml
 * @returns {Map<string, string>} the manifests by their file names
 * @throws {UserError} when kompose fails
 */
export function convert(kompose, root, overlay) {
  const work = mkdtempSync(join(tmpdir(), 'kompose-'));
  const base = join(work, 'base');
  try {
    mkdirSync(base);
    cpSync(join(root, 'docker-compose.yml'), join(work, 'docker-compose.yml'));
    writeFileSync(join(work, 'kompose.yml'), overlay);
    runKompose(kompose, work);
    const names = readdirSync(base).sort();
    return new Map(names.map((name) => [name, readFileSync(join(base, name), 'utf8')]));
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** @param {string} kompose @param {string} cwd */
function runKompose(kompose, cwd) {
  const files = ['--file', 'docker-compose.yml', '--file', 'kompose.yml'];
  const args = ['convert', ...files, '--with-kompose-annotation=false', '--out', 'base'];
  const { status, stderr } = spawnSync(kompose, args, { cwd, encoding: 'utf8', env: programEnv(cwd) });
  if (status !== 0) throw new UserError(`kompose failed:\n${stderr}`);
  const unexpected = stderr.split('\n').filter((line) => !EXPECTED_OUTPUT.test(line));
  if (unexpected.length > 0) console.error(unexpected.join('\n'));
}
