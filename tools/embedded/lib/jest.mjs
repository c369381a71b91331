import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { toolEnv } from './environment.mjs';
import { root } from './paths.mjs';

/** Runs Jest in this process group, so Ctrl-C reaches it directly. Forwards signals that only this process gets. */
export async function jest(/** @type {string[]} */ args, /** @type {AbortSignal} */ signal) {
  const program = join(root, 'node_modules/jest/bin/jest.js');
  const options = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const env = { ...toolEnv(), NODE_ENV: 'test' };
  const child = spawn(process.execPath, [...options, program, ...args], { cwd: root, env, stdio: 'inherit' });
  signal.addEventListener('abort', () => child.kill('SIGTERM'));
  const [code] = await once(child, 'exit');
  return code ?? 1;
}
