import { buildArtifact, isCached } from './build-cache.mjs';
import { reportError } from './errors.mjs';
import { findGo } from './go.mjs';
import { installAndBuild } from './install.mjs';
import { jest } from './jest.mjs';
import { root } from './paths.mjs';
import { track } from './progress.mjs';
import { resolveBinaries } from './resolve-binaries.mjs';
import { run } from './run.mjs';
import { mongodb } from './servers.mjs';
import { onStopSignals } from './stop-signals.mjs';
import { runTaskGroup } from './task-group.mjs';
import { testServers } from './test-servers.mjs';

/** The tests of FerretDB's gate. They are cached like the servers, so that they are compiled only once. */
const gateTests = { name: 'gate-tests', module: 'ferretdb', patch: mongodb.patch, args: ['test', '-c', '.'] };

/** Runs `npm test`: installs, builds and runs the tests. @param {string[]} args for Jest */
export async function test(/** @type {string[]} */ args) {
  const signal = onStopSignals();
  try {
    await runTaskGroup(signal, [(signal) => resolveBinaries(testServers(), signal), installAndBuild]);
    if (args.length === 0) await testGate(signal);
    signal.throwIfAborted();
    process.exitCode = await jest(args, signal);
  } catch (error) {
    if (!signal.aborted) reportError(error);
    process.exitCode = 1;
  }
}

async function testGate(/** @type {AbortSignal} */ signal) {
  if (!isCached(gateTests) && !findGo().usable) {
    console.log("Skipping the tests of FerretDB's gate, because Go is not installed.");
    return;
  }
  const compile = () => buildArtifact(gateTests, { signal });
  const program = await track("compiling the tests of FerretDB's gate", compile);
  await track("testing FerretDB's gate", () => run(program, [], { cwd: root, signal }));
}
