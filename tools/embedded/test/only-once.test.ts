import { join } from 'node:path';
import { onlyOnce } from '../lib/only-once.mjs';
import { Problem } from '../lib/problem.mjs';
import { lives, Program, tempFolder, until } from './program.ts';

const shop = `
  import { launch } from 'LIB/launch.mjs';
  import { onlyOnce } from 'LIB/only-once.mjs';
  const dir = process.argv[1];
  await onlyOnce(dir + '/run', 'http://localhost:1');
  const recipe = { name: 'mongodb', command: 'sleep', args: ['1000'], env: process.env, rank: 0 };
  console.log(launch(recipe, { logs: dir + '/logs', run: dir + '/run' }).pid);
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
  const error = await onlyOnce(join(dir, 'run'), 'http://localhost:2').catch((error) => error);
  expect(error).toBeInstanceOf(Problem);
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
  const release = await onlyOnce(join(dir, 'run'), 'http://localhost:2');
  await until(async () => !(await lives(server)));
  expect(said.join()).toContain('mongodb');
  release();
});

test('when the run before ended well, then nothing is said', async () => {
  const run = join(tempFolder(), 'run');
  (await onlyOnce(run, 'http://localhost:1'))();
  (await onlyOnce(run, 'http://localhost:2'))();
  expect(said).toEqual([]);
});
