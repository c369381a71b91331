import { artifactOf, artifactPath, buildArtifact, isCached } from './build-cache.mjs';
import { assertDiskSpace } from './disk-space.mjs';
import { UserError } from './errors.mjs';
import { findGo, requiredGo } from './go.mjs';
import { onPath } from './on-path.mjs';
import { cacheDir } from './paths.mjs';
import { Progress } from './progress.mjs';
import { runTaskGroup } from './task-group.mjs';

/** @typedef {import('./servers.mjs').Server} Server */

/** Go's own caches grow by about this much when nothing is in them. */
const spaceToBuild = 6;

/**
 * Finds each server on PATH or among those that were built, and builds the others.
 * @param {Server[]} servers
 * @param {{signal?: AbortSignal, progress?: Progress}} [options]
 * @returns {Promise<(server: Server) => {path: string, own: boolean}>} tells where a server is, and whether it was built
 */
export async function resolveBinaries(
  servers,
  { signal = new AbortController().signal, progress = new Progress() } = {},
) {
  const absent = servers.filter((server) => !onPath(server.command));
  const missing = absent.filter((server) => !isCached(artifactOf(server)));
  if (missing.length > 0) {
    const go = findGo();
    if (!go.usable) throw new UserError(bothWaysOut(missing, go.found));
    assertDiskSpace(cacheDir, 'to build the servers', spaceToBuild);
    await buildAll(missing, progress, signal);
  }
  return (server) => {
    const path = onPath(server.command);
    return path ? { path, own: false } : { path: artifactPath(artifactOf(server)), own: true };
  };
}

/** Two at a time: while one waits for downloads or for one large package, the other has work for the processors. */
async function buildAll(
  /** @type {Server[]} */ servers,
  /** @type {Progress} */ progress,
  /** @type {AbortSignal} */ signal,
) {
  console.log(`Building ${servers.map(({ module }) => module).join(', ')} from their Go modules, this once.`);
  const queue = [...servers];
  const builder = async (/** @type {AbortSignal} */ signal) => {
    for (let server = queue.shift(); server; server = queue.shift()) await buildOne(server, progress, signal);
  };
  await runTaskGroup(signal, [builder, builder]);
}

const buildOne = (
  /** @type {Server} */ server,
  /** @type {Progress} */ progress,
  /** @type {AbortSignal} */ signal,
) =>
  progress.during(`building ${server.module}`, (tell) => {
    let packages = 0;
    const onLine = (/** @type {string} */ line) =>
      tell(line.startsWith('go: downloading') ? 'downloading' : `${++packages} packages compiled`);
    return buildArtifact(artifactOf(server), { signal, onLine });
  });

function bothWaysOut(/** @type {Server[]} */ missing, /** @type {string=} */ found) {
  const width = Math.max(...missing.map(({ command }) => command.length));
  return [
    `Missing: ${missing.map(({ command }) => command).join(', ')}. There are two ways out.`,
    '',
    `1. Install Go ${requiredGo().replace(/\.0$/, '')} or newer (https://go.dev/dl) and run this again: it builds what is missing, once.`,
    found ? `   The Go on this machine is too old: ${found}.` : '   There is no Go on PATH now.',
    '',
    '2. Install the servers themselves, so that these commands are on PATH:',
    ...missing.map(({ command, home }) => `   ${command.padEnd(width)}  ${home}`),
  ].join('\n');
}
