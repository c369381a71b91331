import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from '../lib/launch.mjs';
import { runningProcesses, stopProcesses } from '../lib/pid-files.mjs';
import { processIdentity } from '../lib/process-identity.mjs';
import { later, lives, Program, tempFolder, until } from './program.ts';

/** Starts a shell program as the launcher does. Where it writes `ready` is where the others look. */
async function begin(dir: string, name: string, stopOrder: number, script: string) {
  const ready = join(dir, `${name}.ready`);
  const dirs = { logs: join(dir, 'logs'), run: join(dir, 'run') };
  const args = ['-c', `${script}; touch "${ready}"; while :; do sleep 0.05; done`];
  later(() => stopProcesses(dirs.run, 100));
  const child = launch(
    { name, command: 'sh', args, env: { PATH: process.env.PATH }, stopOrder, ready: async () => true },
    dirs,
  );
  await until(() => existsSync(ready));
  return { pid: child.pid ?? 0, run: dirs.run };
}

test('when all is ended, then those that depend on others end first, and none before the rank above is gone', async () => {
  const dir = tempFolder();
  const sayIn = (pause: number, word: string) =>
    `trap 'sleep ${pause}; echo ${word} >>"${dir}/said"; exit' TERM`;
  await begin(dir, 'data', 0, sayIn(0, 'data'));
  await begin(dir, 'shop', 4, sayIn(0.3, 'shop'));
  await begin(dir, 'gateway', 4, sayIn(0, 'gateway'));
  const { run } = await begin(dir, 'bus', 1, sayIn(0.2, 'bus'));

  expect((await stopProcesses(run)).sort()).toEqual(['bus', 'data', 'gateway', 'shop']);
  expect(readFileSync(join(dir, 'said'), 'utf8').trim().split('\n')).toEqual([
    'gateway',
    'shop',
    'bus',
    'data',
  ]);
  await until(() => runningProcesses(run).length === 0);
});

test('when a program does not listen to being ended, then it is killed, and what it started too', async () => {
  const dir = tempFolder();
  const { pid, run } = await begin(dir, 'deaf', 0, `trap '' TERM; sleep 1000 & echo $! >"${dir}/child"`);
  const child = Number(readFileSync(join(dir, 'child'), 'utf8'));
  await stopProcesses(run, 100);
  await until(async () => !(await lives(pid)) && !(await lives(child)));
});

test('when a stranger got the id of a program that ended, then it is left alone', async () => {
  const stranger = new Program('console.log("here"); setInterval(() => {}, 1000);');
  await stranger.line();
  const dir = tempFolder();
  const entry = { name: 'mongodb', stopOrder: 0, pid: stranger.pid, startedAt: '1' };
  writeFileSync(join(dir, 'mongodb.pid.json'), JSON.stringify(entry));
  expect(await stopProcesses(dir)).toEqual([]);
  expect(await lives(stranger.pid)).toBe(true);
});

test.each(['', '{"pid":', 'null', '7', '{}', '{"name":"a","stopOrder":0}', `{"pid":${process.pid}}`])(
  'when a pid file holds %p, then it is passed over',
  async (text) => {
    const dir = tempFolder();
    writeFileSync(join(dir, 'odd.pid.json'), text);
    writeFileSync(join(dir, 'launcher.json'), JSON.stringify(processIdentity(process.pid)));
    expect(await stopProcesses(dir)).toEqual([]);
  },
);

test('when nothing was ever recorded, then there is nothing to end', async () => {
  const dir = tempFolder();
  expect(await stopProcesses(join(dir, 'never'))).toEqual([]);
  mkdirSync(join(dir, 'empty'));
  expect(await stopProcesses(join(dir, 'empty'))).toEqual([]);
});
