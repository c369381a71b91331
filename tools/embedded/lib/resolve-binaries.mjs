import { artifactOf, artifactPath, buildArtifact, isCached } from './build-cache.mjs';
import { assertDiskSpace } from './disk-space.mjs';
import { UserError } from './errors.mjs';
import { findGo, requiredGo } from './go.mjs';
import { onPath } from './on-path.mjs';
import { cacheDir } from './paths.mjs';
import { track } from './progress.mjs';
import { runTaskGroup } from './task-group.mjs';

/**
 * @typedef {import('./servers.mjs').Server} Server
 * @typedef {{path: string, built: boolean}} Binary a server's program, and whether it is from the build cache
 */

/** Approximate size of Go's own caches after a first build. */
const BUILD_SPACE_GIB = 6;

/**
 * Finds each server on PATH or in the build cache, and builds the missing ones.
 * @param {Server[]} servers
 * @param {AbortSignal} [signal]
 * @returns {Promise<(server: Server) => Binary>}
 * @throws {UserError} if a server is missing and Go is not installed
 */
export async function resolveBinaries(servers, signal) {
  const missing = servers
    .filter(({ command }) => !onPath(command))
    .filter((one) => !isCached(artifactOf(one)));
  if (missing.length > 0) {
    const go = findGo();
    if (!go.usable) throw new UserError(missingServers(missing, go.found));
    assertDiskSpace(cacheDir, 'to build the servers', BUILD_SPACE_GIB);
    await buildAll(missing, signal);
  }
  return (server) => {
    const path = onPath(server.command);
    return path ? { path, built: false } : { path: artifactPath(artifactOf(server)), built: true };
  };
}

/**
 * Builds two servers at a time, so that the CPU is busy while one waits for downloads or a single large package.
 * @param {Server[]} servers @param {AbortSignal} [signal]
 */
async function buildAll(servers, signal = new AbortController().signal) {
  console.log(`Building ${servers.map(({ module }) => module).join(', ')} with Go (first run only).`);
  const queue = [...servers];
  const builder = async (/** @type {AbortSignal} */ signal) => {
    for (let server = queue.shift(); server; server = queue.shift()) await build(server, signal);
  };
  await runTaskGroup(signal, [builder, builder]);
}

const build = (/** @type {Server} */ server, /** @type {AbortSignal} */ signal) =>
  track(`building ${server.module}`, (report) => {
    let packages = 0;
    const onLine = (/** @type {string} */ line) =>
      report(line.startsWith('go: downloading') ? 'downloading' : `${++packages} packages compiled`);
    return buildArtifact(artifactOf(server), { signal, onLine });
  });

function missingServers(/** @type {Server[]} */ missing, /** @type {string=} */ foundGo) {
  const width = Math.max(...missing.map(({ command }) => command.length));
  return [
    `Not installed: ${missing.map(({ command }) => command).join(', ')}. Choose one of two ways to get them:`,
    '',
    `1. Install Go ${requiredGo().replace(/\.0$/, '')} or newer (https://go.dev/dl) and run this again. It builds the missing servers once.`,
    foundGo ? `   The installed Go is too old: ${foundGo}.` : '   Go is not on PATH.',
    '',
    '2. Install the servers, so that these commands are on PATH:',
    ...missing.map(({ command, home }) => `   ${command.padEnd(width)}  ${home}`),
  ].join('\n');
}
