import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from '../lib/launch.mjs';
import { runningProcesses, stopProcesses } from '../lib/pid-files.mjs';
import { processIdentity } from '../lib/process-identity.mjs';
import { afterTest, isRunning, Program, tempFolder, until } from './fixtures.ts';

const env = { PATH: process.env.PATH };

/** Starts a shell program as the launcher does, and waits until it has run its script. */
async function begin(dir: string, name: string, stopOrder: number, script: string) {
  const done = join(dir, `${name}.ready`);
  const dirs = { logs: join(dir, 'logs'), run: join(dir, 'run') };
  const args = ['-c', `${script}; touch "${done}"; while :; do sleep 0.05; done`];
  afterTest(() => stopProcesses(dirs.run, 100));
  const child = launch({ name, command: 'sh', args, env, stopOrder, ready: async () => true }, dirs);
  await until(() => existsSync(done));
  return { pid: child.pid ?? 0, run: dirs.run };
}

test('when all are stopped, then each stage begins once the processes of the one before are gone', async () => {
  const dir = tempFolder();
  const sayIn = (pause: number, word: string) =>
    `trap 'sleep ${pause}; echo ${word} >>"${dir}/said"; exit' TERM`;
  await begin(dir, 'data', 4, sayIn(0, 'data'));
  await begin(dir, 'shop', 0, sayIn(0.3, 'shop'));
  await begin(dir, 'gateway', 0, sayIn(0, 'gateway'));
  const { run } = await begin(dir, 'bus', 3, sayIn(0.2, 'bus'));

  expect((await stopProcesses(run)).sort()).toEqual(['bus', 'data', 'gateway', 'shop']);
  expect(readFileSync(join(dir, 'said'), 'utf8')).toBe('gateway\nshop\nbus\ndata\n');
  await until(() => runningProcesses(run).length === 0);
});

test('when a process ignores SIGTERM, then it is killed, and what it started too', async () => {
  const dir = tempFolder();
  const { pid, run } = await begin(dir, 'deaf', 0, `trap '' TERM; sleep 1000 & echo $! >"${dir}/child"`);
  const child = Number(readFileSync(join(dir, 'child'), 'utf8'));
  await stopProcesses(run, 100);
  await until(() => !isRunning(pid) && !isRunning(child));
});

test('when another process got the id of one that ended, then it is left alone', async () => {
  const stranger = new Program('console.log("here"); setInterval(() => {}, 1000);');
  await stranger.line();
  const dir = tempFolder();
  const record = { name: 'mongodb', stopOrder: 0, pid: stranger.pid, startedAt: '1' };
  writeFileSync(join(dir, 'mongodb.pid.json'), JSON.stringify(record));
  expect(await stopProcesses(dir)).toEqual([]);
  expect(isRunning(stranger.pid)).toBe(true);
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
