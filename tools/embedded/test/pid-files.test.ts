import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from '../lib/launch.mjs';
import { runningProcesses, stopProcesses } from '../lib/pid-files.mjs';
import { processIdentity } from '../lib/process-identity.mjs';
import { afterTest, isRunning, Program, tempFolder, until } from './fixtures.ts';

const env = { PATH: process.env.PATH };

/** Launches a shell program and waits until it has run its script. */
async function begin(dir: string, name: string, stopOrder: number, script: string) {
  const done = join(dir, `${name}.ready`);
  const dirs = { logs: join(dir, 'logs'), run: join(dir, 'run') };
  const args = ['-c', `${script}; touch "${done}"; while :; do sleep 0.05; done`];
  afterTest(() => stopProcesses(dirs.run, 100));
  const child = launch({ name, command: 'sh', args, env, stopOrder, ready: async () => true }, dirs);
  await until(() => existsSync(done));
  return { pid: child.pid ?? 0, run: dirs.run };
}

describe('stopProcesses', () => {
  it('stops each stage after the processes of the earlier one have exited', async () => {
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

  it('kills a process that ignores SIGTERM, and its children', async () => {
    const dir = tempFolder();
    const { pid, run } = await begin(dir, 'deaf', 0, `trap '' TERM; sleep 1000 & echo $! >"${dir}/child"`);
    const child = Number(readFileSync(join(dir, 'child'), 'utf8'));
    await stopProcesses(run, 100);
    await until(() => !isRunning(pid) && !isRunning(child));
  });

  it('spares another process that got the pid of an ended one', async () => {
    const stranger = new Program('console.log("here"); setInterval(() => {}, 1000);');
    await stranger.line();
    const dir = tempFolder();
    const record = { name: 'mongodb', stopOrder: 0, pid: stranger.pid, startedAt: '1' };
    writeFileSync(join(dir, 'mongodb.pid.json'), JSON.stringify(record));
    expect(await stopProcesses(dir)).toEqual([]);
    expect(isRunning(stranger.pid)).toBe(true);
  });

  it.each(['', '{"pid":', 'null', '7', '{}', '{"name":"a","stopOrder":0}', `{"pid":${process.pid}}`])(
    'ignores a pid file that contains %p',
    async (text) => {
      const dir = tempFolder();
      writeFileSync(join(dir, 'odd.pid.json'), text);
      writeFileSync(join(dir, 'launcher.json'), JSON.stringify(processIdentity(process.pid)));
      expect(await stopProcesses(dir)).toEqual([]);
    },
  );

  it('does nothing without pid files', async () => {
    const dir = tempFolder();
    expect(await stopProcesses(join(dir, 'never'))).toEqual([]);
    mkdirSync(join(dir, 'empty'));
    expect(await stopProcesses(join(dir, 'empty'))).toEqual([]);
  });
});
