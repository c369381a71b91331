import { reportError } from './errors.mjs';
import { installAndBuild } from './install.mjs';
import { jest } from './jest.mjs';
import { resolveBinaries } from './resolve-binaries.mjs';
import { onStopSignals } from './stop-signals.mjs';
import { runTaskGroup } from './task-group.mjs';
import { startTestServers, testServers } from './test-servers.mjs';

/**
 * Runs `npm run test:watch`: without arguments, the unit tests of changed code; otherwise the given tests, on servers that
 * stay up from run to run.
 */
export async function watch(/** @type {string[]} */ args) {
  const signal = onStopSignals();
  try {
    process.exitCode =
      args.length === 0
        ? await jest(['--selectProjects', 'unit', '--watch'], signal)
        : await watchWithServers(args, signal);
  } catch (error) {
    if (!signal.aborted) reportError(error);
    process.exitCode = 1;
  }
}

async function watchWithServers(/** @type {string[]} */ args, /** @type {AbortSignal} */ signal) {
  await runTaskGroup(signal, [(signal) => resolveBinaries(testServers(), signal), installAndBuild]);
  // Jest starts no server whose URL is set.
  const stop = await startTestServers();
  try {
    signal.throwIfAborted();
    return await jest(['--watchAll', ...args], signal);
  } finally {
    await stop();
  }
}
