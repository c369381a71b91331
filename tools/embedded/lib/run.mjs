import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { toolEnv } from './environment.mjs';
import { UserError } from './errors.mjs';
import { startedGroups, terminateGroup } from './signal-group.mjs';

const GRACE_MS = 5000;

/**
 * Runs a command to its end. The command has its own process group, so that Ctrl-C reaches only this process, which then
 * ends the whole group.
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd: string, env?: NodeJS.ProcessEnv, signal?: AbortSignal, onLine?: (line: string) => void}} options
 * @throws {UserError} if the command fails
 */
export async function run(command, args, { cwd, env = toolEnv(), signal, onLine = () => {} }) {
  signal?.throwIfAborted();
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const { pid } = child;
  if (pid) startedGroups.add(pid);
  /** @type {string[]} */
  const output = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on('line', (line) => {
      onLine(line);
      output.push(line);
    });
  const stop = () => pid && terminateGroup(pid, GRACE_MS);
  signal?.addEventListener('abort', stop);
  const failure = await new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, by) => resolve(code === 0 ? '' : by ? `ended by ${by}` : `exit code ${code}`));
  });
  if (pid) startedGroups.delete(pid);
  signal?.removeEventListener('abort', stop);
  signal?.throwIfAborted();
  if (failure) throw new UserError(`${[command, ...args].join(' ')}: ${failure}\n${excerpt(output)}`);
}

/** Shortens an output to its beginning, where npm reports errors, and its end, where most programs do. */
const excerpt = (/** @type {string[]} */ lines, most = 20) =>
  (lines.length <= 2 * most ? lines : [...lines.slice(0, most), '...', ...lines.slice(-most)]).join('\n');
