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

describe('run', () => {
  it('reports the lines of stdout and stderr as they are written', async () => {
    const { lines, onLine } = collected();
    await sh('echo one; echo two >&2', { onLine });
    expect(lines.sort()).toEqual(['one', 'two']);
  });

  it('fails with the command, its exit code and its output', async () => {
    const message = await userErrorOf(sh('echo before; echo "no space left" >&2; exit 7'));
    expect(message).toMatch(/^sh -c .*: exit code 7\n/s);
    expect(message).toMatch(/before/);
    expect(message).toMatch(/no space left/);
  });

  it('shortens a long output to its beginning and end', async () => {
    const message = await userErrorOf(sh('for n in $(seq 0 199); do echo "line $n."; done; exit 1'));
    expect(message).toContain('line 0.');
    expect(message).toContain('line 199.');
    expect(message).not.toContain('line 100.');
  });

  it('says that a command does not exist', async () => {
    const message = await userErrorOf(run('no-such-command', ['--help'], { cwd }));
    expect(message).toMatch(/^no-such-command --help: .*ENOENT/);
  });

  it('ends the command and its children when aborted', async () => {
    const { lines, onLine } = collected();
    const stop = new AbortController();
    const script = 'echo $$; sleep 1000 & echo $!; (sleep 1000 & echo $!; wait) & wait';
    const error = errorOf(sh(script, { signal: stop.signal, onLine }));
    await until(() => lines.length === 3);
    stop.abort();
    expect((await error).name).toBe('AbortError');
    await until(() => !lines.some((pid) => isRunning(Number(pid))));
  });

  it('starts nothing if already aborted', async () => {
    const { lines, onLine } = collected();
    const error = await errorOf(sh('echo started', { signal: AbortSignal.abort(), onLine }));
    expect(error.name).toBe('AbortError');
    expect(lines).toEqual([]);
  });
});

describe('runTaskGroup', () => {
  it('aborts and awaits the other tasks, then throws the error', async () => {
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
});
