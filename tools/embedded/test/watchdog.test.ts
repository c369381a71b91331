import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startWatchdog } from '../lib/watchdog.mjs';
import { lives, Program, tempFolder, until } from './program.ts';

const launcher = `
  import { startWatchdog } from 'LIB/watchdog.mjs';
  import { launch } from 'LIB/launch.mjs';
  const dir = process.argv[1];
  const dirs = { logs: dir + '/logs', run: dir + '/run' };
  startWatchdog(dirs.run, dir);
  const begin = (name, args) => launch({ name, command: 'sleep', args, env: process.env, stopOrder: 0 }, dirs).pid;
  console.log(begin('one', ['1000']));
  console.log(begin('other', ['1000']));
  setInterval(() => {}, 1000);`;

test.each(['SIGKILL', 'SIGABRT'] as const)(
  'when the launcher is ended by %s, then all that it had started ends, and the folder goes',
  async (signal) => {
    const dir = join(tempFolder(), 'run-of-tests');
    const program = new Program(launcher, [dir]);
    const pids = [Number(await program.line(1)), Number(await program.line(2))];
    for (const pid of pids) expect(await lives(pid)).toBe(true);
    await program.end(signal);
    await until(async () => !(await lives(pids[0] ?? 0)) && !(await lives(pids[1] ?? 0)));
    await until(() => !existsSync(dir));
  },
);

test('when nothing was started, then the guard ends well and removes the folder', async () => {
  const dir = tempFolder();
  const program = new Program(
    `import { startWatchdog } from 'LIB/watchdog.mjs';
     await startWatchdog(process.argv[1] + '/run', process.argv[1])();`,
    [dir],
  );
  expect({ how: await program.end(), err: program.err, left: existsSync(dir) }).toEqual({
    how: 0,
    err: '',
    left: false,
  });
});

test('when the guard is let go, then it has ended everything once that is awaited', async () => {
  const dir = join(tempFolder(), 'run-of-tests');
  const stop = startWatchdog(join(dir, 'run'), dir);
  await stop();
  expect(existsSync(dir)).toBe(false);
});
