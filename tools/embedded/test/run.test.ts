import { tmpdir } from 'node:os';
import { UserError } from '../lib/errors.mjs';
import { run } from '../lib/run.mjs';
import { runTaskGroup } from '../lib/task-group.mjs';
import { errorOf, isRunning, until, userErrorOf } from './fixtures.ts';

const cwd = tmpdir();
const sh = (script: string, options = {}) => run('sh', ['-c', script], { cwd, ...options });

/** Collects the lines that a command prints. */
function collected() {
  const lines: string[] = [];
  return { lines, onLine: (line: string) => lines.push(line) };
}

test('when a command writes, then its lines come as they are written, from both ends', async () => {
  const { lines, onLine } = collected();
  await sh('echo one; echo two >&2', { onLine });
  expect(lines.sort()).toEqual(['one', 'two']);
});

test('when a command fails, then the error has the command, the code and what it wrote', async () => {
  const message = await userErrorOf(sh('echo before; echo "no space left" >&2; exit 7'));
  expect(message).toMatch(/^sh -c .*: exit code 7\n/s);
  expect(message).toMatch(/before/);
  expect(message).toMatch(/no space left/);
});

test('when it wrote very much, then its beginning and its end are shown', async () => {
  const message = await userErrorOf(sh('for n in $(seq 0 199); do echo "line $n."; done; exit 1'));
  expect(message).toContain('line 0.');
  expect(message).toContain('line 199.');
  expect(message).not.toContain('line 100.');
});

test('when there is no such command, then the error says so', async () => {
  const message = await userErrorOf(run('no-such-command', ['--help'], { cwd }));
  expect(message).toMatch(/^no-such-command --help: .*ENOENT/);
});

test('when it is aborted, then the command ends with everything it had started', async () => {
  const { lines, onLine } = collected();
  const stop = new AbortController();
  const script = 'echo $$; sleep 1000 & echo $!; (sleep 1000 & echo $!; wait) & wait';
  const error = errorOf(sh(script, { signal: stop.signal, onLine }));
  await until(() => lines.length === 3);
  stop.abort();
  expect((await error).name).toBe('AbortError');
  await until(() => !lines.some((pid) => isRunning(Number(pid))));
});

test('when it was aborted before, then nothing is started', async () => {
  const { lines, onLine } = collected();
  const error = await errorOf(sh('echo started', { signal: AbortSignal.abort(), onLine }));
  expect(error.name).toBe('AbortError');
  expect(lines).toEqual([]);
});

test('when one task fails, then the others are ended and waited for, and its error is thrown', async () => {
  const { lines, onLine } = collected();
  const tasks = runTaskGroup(new AbortController().signal, [
    (signal) => sh('echo $$; exec sleep 1000', { signal, onLine }),
    async () => {
      await until(() => lines.length > 0);
      throw new UserError('the disk is full');
    },
  ]);
  expect(await userErrorOf(tasks)).toBe('the disk is full');
  expect(isRunning(Number(lines[0]))).toBe(false);
});
