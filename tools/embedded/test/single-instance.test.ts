import { join } from 'node:path';
import { UserError } from '../lib/errors.mjs';
import { acquireSingleInstanceLock } from '../lib/single-instance.mjs';
import { lives, Program, tempFolder, until } from './program.ts';

const shop = `
  import { launch } from 'LIB/launch.mjs';
  import { acquireSingleInstanceLock } from 'LIB/single-instance.mjs';
  const dir = process.argv[1];
  await acquireSingleInstanceLock(dir + '/run', 'http://localhost:1');
  const recipe = { name: 'mongodb', command: 'sleep', args: ['1000'], env: process.env, stopOrder: 0 };
  console.log(launch(spec, { logs: dir + '/logs', run: dir + '/run' }).pid);
  setInterval(() => {}, 1000);`;

let said: string[];
const log = console.log;
beforeEach(() => {
  said = [];
  console.log = (line: string) => said.push(line);
});
afterEach(() => {
  console.log = log;
});

test('when the shop runs already, then a second start is told where, and how to stop it, and harms nothing', async () => {
  const dir = tempFolder();
  const program = new Program(shop, [dir]);
  const server = Number(await program.line());
  const error = await acquireSingleInstanceLock(join(dir, 'run'), 'http://localhost:2').catch(
    (error) => error,
  );
  expect(error).toBeInstanceOf(UserError);
  expect(error.message).toContain(`at http://localhost:1 (process ${program.pid})`);
  expect(error.message).toContain(`kill ${program.pid}`);
  expect(await lives(server)).toBe(true);
  process.kill(server, 'SIGKILL');
});

test('when the run before was killed, then what it left is ended and named, and the start goes on', async () => {
  const dir = tempFolder();
  const program = new Program(shop, [dir]);
  const server = Number(await program.line());
  await program.end('SIGKILL');
  const release = await acquireSingleInstanceLock(join(dir, 'run'), 'http://localhost:2');
  await until(async () => !(await lives(server)));
  expect(said.join()).toContain('mongodb');
  release();
});

test('when the run before ended well, then nothing is said', async () => {
  const run = join(tempFolder(), 'run');
  (await acquireSingleInstanceLock(run, 'http://localhost:1'))();
  (await acquireSingleInstanceLock(run, 'http://localhost:2'))();
  expect(said).toEqual([]);
});
