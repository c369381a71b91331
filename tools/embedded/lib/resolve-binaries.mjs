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
 * @typedef {{path: string, built: boolean}} Binary the program of a server, and whether it was built here
 */

/** Go's own caches grow by about this much when nothing is in them. */
const BUILD_SPACE_GIB = 6;

/**
 * Finds each server on PATH or in the build cache, and builds the others.
 * @param {Server[]} servers
 * @param {AbortSignal} [signal]
 * @returns {Promise<(server: Server) => Binary>}
 * @throws {UserError} when a server is missing and there is no Go to build it
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
 * Builds two at a time: while one waits for downloads or for one large package, the other has work for the processors.
 * @param {Server[]} servers @param {AbortSignal} [signal]
 */
async function buildAll(servers, signal = new AbortController().signal) {
  console.log(`Building ${servers.map(({ module }) => module).join(', ')} from their Go modules, this once.`);
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
    `Missing: ${missing.map(({ command }) => command).join(', ')}. There are two ways out.`,
    '',
    `1. Install Go ${requiredGo().replace(/\.0$/, '')} or newer (https://go.dev/dl) and run this again: it builds what is missing, once.`,
    foundGo ? `   The Go on this machine is too old: ${foundGo}.` : '   There is no Go on PATH now.',
    '',
    '2. Install the servers themselves, so that these commands are on PATH:',
    ...missing.map(({ command, home }) => `   ${command.padEnd(width)}  ${home}`),
  ].join('\n');
}
