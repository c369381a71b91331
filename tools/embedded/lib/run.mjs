import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { UserError } from './errors.mjs';
import { signalGroup, startedGroups, waitForGroupExit } from './signal-group.mjs';

/**
 * Runs a command to its end. It gets a process group of its own, so that Ctrl-C reaches this process only, which
 * then ends the whole group.
 * @param {string} command
 * @param {string[]} args
 * @param {{cwd: string, env?: NodeJS.ProcessEnv, signal?: AbortSignal, onLine?: (line: string) => void}} options
 */
export async function run(command, args, { cwd, env = process.env, signal, onLine = () => {} }) {
  signal?.throwIfAborted();
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  if (child.pid) startedGroups.add(child.pid);
  /** @type {string[]} */
  const output = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on('line', (line) => {
      onLine(line);
      output.push(line);
    });
  const stop = () => void endGroup(child.pid);
  signal?.addEventListener('abort', stop);
  const ended = await new Promise((resolve) => {
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code, by) => resolve(code === 0 ? '' : by ? `ended by ${by}` : `exit code ${code}`));
  });
  if (child.pid) startedGroups.delete(child.pid);
  signal?.removeEventListener('abort', stop);
  signal?.throwIfAborted();
  if (ended) throw new UserError(`${[command, ...args].join(' ')}: ${ended}\n${digest(output)}`);
}

/** What went wrong is at the end of most outputs, and at the beginning of npm's. */
const digest = (/** @type {string[]} */ lines, most = 20) =>
  (lines.length <= 2 * most ? lines : [...lines.slice(0, most), '...', ...lines.slice(-most)]).join('\n');

async function endGroup(/** @type {number | undefined} */ pid) {
  if (!pid) return;
  signalGroup(pid, 'SIGTERM');
  if (!(await waitForGroupExit(pid, 5000))) signalGroup(pid, 'SIGKILL');
}
