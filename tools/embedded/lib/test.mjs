import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { buildArtifact, isCached } from './build-cache.mjs';
import { reportError } from './errors.mjs';
import { findGo } from './go.mjs';
import { installAndBuild } from './install.mjs';
import { root } from './paths.mjs';
import { track } from './progress.mjs';
import { resolveBinaries } from './resolve-binaries.mjs';
import { run } from './run.mjs';
import { mongodb } from './servers.mjs';
import { onStopSignals } from './stop-signals.mjs';
import { runTaskGroup } from './task-group.mjs';
import { testServers } from './test-servers.mjs';

/** The tests of FerretDB's gate, cached like the servers so that they are compiled once. */
const gateTests = { name: 'gate-tests', module: 'ferretdb', patch: mongodb.patch, args: ['test', '-c', '.'] };

/** `npm test`: everything from a fresh clone to the verdict. Arguments go to Jest. */
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
    console.log("Left out, as there is no Go: the tests of FerretDB's gate.");
    return;
  }
  const compile = () => buildArtifact(gateTests, { signal });
  const program = await track("compiling the tests of FerretDB's gate", compile);
  await track("testing FerretDB's gate", () => run(program, [], { cwd: root, signal }));
}

/** Jest shares our process group, so Ctrl-C reaches it directly; a signal that only we get is passed on to it. */
async function jest(/** @type {string[]} */ args, /** @type {AbortSignal} */ signal) {
  const program = join(root, 'node_modules/jest/bin/jest.js');
  const options = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const child = spawn(process.execPath, [...options, program, ...args], { cwd: root, stdio: 'inherit' });
  signal.addEventListener('abort', () => child.kill('SIGTERM'));
  const [code] = await once(child, 'exit');
  return code ?? 1;
}
