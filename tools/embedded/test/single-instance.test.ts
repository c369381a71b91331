import { join } from 'node:path';
import { acquireSingleInstanceLock } from '../lib/single-instance.mjs';
import { captureConsole, isRunning, Program, tempFolder, until, userErrorOf } from './fixtures.ts';

const shop = `
  import { launch } from 'LIB/launch.mjs';
  import { acquireSingleInstanceLock } from 'LIB/single-instance.mjs';
  const dir = process.argv[1];
  await acquireSingleInstanceLock(dir + '/run', 'http://localhost:1');
  const spec = { name: 'mongodb', command: 'sleep', args: ['1000'], env: process.env, stopOrder: 0 };
  console.log(launch(spec, { logs: dir + '/logs', run: dir + '/run' }).pid);
  setInterval(() => {}, 1000);`;

/** Starts a shop with one server. Returns a function that starts it a second time. */
async function runningShop() {
  const dir = tempFolder();
  const program = new Program(shop, [dir]);
  const server = Number(await program.line());
  return {
    program,
    server,
    startAgain: () => acquireSingleInstanceLock(join(dir, 'run'), 'http://localhost:2'),
  };
}

describe('acquireSingleInstanceLock', () => {
  it('rejects a second start, with the URL and how to stop the first', async () => {
    const { program, server, startAgain } = await runningShop();
    const message = await userErrorOf(startAgain());
    expect(message).toContain(`at http://localhost:1 (process ${program.pid})`);
    expect(message).toContain(`kill ${program.pid}`);
    expect(isRunning(server)).toBe(true);
    process.kill(server, 'SIGKILL');
  });

  it('ends and names the processes that a killed run left', async () => {
    const printed = captureConsole('log');
    const { program, server, startAgain } = await runningShop();
    await program.end('SIGKILL');
    const release = await startAgain();
    await until(() => !isRunning(server));
    expect(printed.join()).toContain('mongodb');
    release();
  });

  it('prints nothing after a clean exit', async () => {
    const printed = captureConsole('log');
    const run = join(tempFolder(), 'run');
    (await acquireSingleInstanceLock(run, 'http://localhost:1'))();
    (await acquireSingleInstanceLock(run, 'http://localhost:2'))();
    expect(printed).toEqual([]);
  });
});
