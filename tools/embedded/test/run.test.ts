import { tmpdir } from 'node:os';
import { UserError } from '../lib/errors.mjs';
import { run } from '../lib/run.mjs';
import { runTaskGroup } from '../lib/task-group.mjs';
import { lives, until } from './program.ts';

const cwd = tmpdir();
const sh = (script: string, options = {}) => run('sh', ['-c', script], { cwd, ...options });
const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => Promise.reject(new Error('it did not fail')),
    (error) => error,
  );

test('when a command writes, then its lines come as they are written, from both ends', async () => {
  const lines: string[] = [];
  await sh('echo one; echo two >&2', { onLine: (line: string) => lines.push(line) });
  expect(lines.sort()).toEqual(['one', 'two']);
});

test('when a command fails, then the problem has the command, the code and what it wrote', async () => {
  const error = await failureOf(sh('echo before; echo "no space left" >&2; exit 7'));
  expect(error).toBeInstanceOf(UserError);
  expect(error.message).toMatch(/^sh -c .*: exit code 7\n/s);
  expect(error.message).toMatch(/before/);
  expect(error.message).toMatch(/no space left/);
});

test('when it wrote very much, then its beginning and its end are shown', async () => {
  const { message } = await failureOf(
    sh('i=0; while [ $i -lt 200 ]; do echo "line $i."; i=$((i+1)); done; exit 1'),
  );
  expect(message).toContain('line 0.');
  expect(message).toContain('line 199.');
  expect(message).not.toContain('line 100.');
});

test('when there is no such command, then that is said', async () => {
  const error = await failureOf(run('no-such-command', ['--help'], { cwd }));
  expect(error).toBeInstanceOf(UserError);
  expect(error.message).toMatch(/^no-such-command --help: .*ENOENT/);
});

test('when it is broken off, then the command ends with everything it had started', async () => {
  const stop = new AbortController();
  const pids: number[] = [];
  const running = sh('echo $$; sleep 1000 & echo $!; (sleep 1000 & echo $!; wait) & wait', {
    signal: stop.signal,
    onLine: (line: string) => {
      pids.push(Number(line));
      if (pids.length === 3) stop.abort();
    },
  });
  expect((await failureOf(running)).name).toBe('AbortError');
  for (const pid of pids) await until(async () => !(await lives(pid)));
});

test('when it was broken off before, then nothing is started', async () => {
  const lines: string[] = [];
  const running = sh('echo started', {
    signal: AbortSignal.abort(),
    onLine: (line: string) => lines.push(line),
  });
  expect((await failureOf(running)).name).toBe('AbortError');
  expect(lines).toEqual([]);
});

test('when one of several fails, then the others are ended, waited for, and its reason is told', async () => {
  let pid = 0;
  const onLine = (line: string) => {
    pid = Number(line);
  };
  const works = runTaskGroup(new AbortController().signal, [
    (signal) => sh('echo $$; exec sleep 1000', { signal, onLine }),
    async () => {
      await until(() => pid > 0);
      throw new UserError('the disk is full');
    },
  ]);
  expect((await failureOf(works)).message).toBe('the disk is full');
  expect(await lives(pid)).toBe(false);
});
