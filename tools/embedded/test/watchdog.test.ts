import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startWatchdog } from '../lib/watchdog.mjs';
import { isRunning, Program, tempFolder, until } from './fixtures.ts';

const launcher = `
  import { launch } from 'LIB/launch.mjs';
  import { startWatchdog } from 'LIB/watchdog.mjs';
  const dir = process.argv[1];
  const dirs = { logs: dir + '/logs', run: dir + '/run' };
  startWatchdog(dirs.run, dir);
  const spec = { command: 'sleep', args: ['1000'], env: process.env, stopOrder: 0 };
  for (const name of ['one', 'other']) console.log(launch({ ...spec, name }, dirs).pid);
  setInterval(() => {}, 1000);`;

describe('startWatchdog', () => {
  it.each(['SIGKILL', 'SIGABRT'] as const)(
    'stops all processes and removes the folder after %s of the launcher',
    async (signal) => {
      const dir = join(tempFolder(), 'run-of-tests');
      const program = new Program(launcher, [dir]);
      const pids = [Number(await program.line(1)), Number(await program.line(2))];
      expect(pids.map(isRunning)).toEqual([true, true]);
      await program.end(signal);
      await until(() => !pids.some(isRunning) && !existsSync(dir));
    },
  );

  it('exits cleanly if nothing was started', async () => {
    const dir = tempFolder();
    const script = `
    import { startWatchdog } from 'LIB/watchdog.mjs';
    await startWatchdog(process.argv[1] + '/run', process.argv[1])();`;
    const program = new Program(script, [dir]);
    const how = await program.end();
    expect({ how, err: program.err, left: existsSync(dir) }).toEqual({ how: 0, err: '', left: false });
  });

  it('resolves after everything has ended', async () => {
    const dir = join(tempFolder(), 'run-of-tests');
    await startWatchdog(join(dir, 'run'), dir)();
    expect(existsSync(dir)).toBe(false);
  });
});
