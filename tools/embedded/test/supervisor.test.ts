import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { logTail } from '../lib/log-files.mjs';
import { runningProcesses, stopProcesses } from '../lib/pid-files.mjs';
import { type Backoff, Supervisor } from '../lib/supervisor.mjs';
import { afterTest, captureConsole, isRunning, tempFolder, until, userErrorOf } from './fixtures.ts';

let dirs: { logs: string; run: string };
let printed: string[];
beforeEach(() => {
  const dir = tempFolder();
  dirs = { logs: join(dir, 'logs'), run: join(dir, 'run') };
  printed = captureConsole('error');
});

const file = (name: string) => join(dirs.logs, name);
const read = (name: string) => readFileSync(file(name), 'utf8');

/** Supervises a shell program that is ready as soon as it has made a file of that name. */
function supervise(script: string, command = 'sh', backoff?: Backoff): Supervisor {
  const env = { PATH: process.env.PATH, LOGS: dirs.logs };
  const ready = async () => existsSync(file('ready'));
  const args = ['-c', script];
  const supervisor = new Supervisor(
    { name: 'server', command, args, env, stopOrder: 0, ready },
    dirs,
    backoff,
  );
  afterTest(async () => {
    supervisor.disable();
    await stopProcesses(dirs.run);
  });
  return supervisor;
}

test('when a program that ran ends, then it is started again, and the end of its log is shown', async () => {
  const start = 'echo "start number $(wc -l <"$LOGS/starts" || echo 0)"; echo x >>"$LOGS/starts"';
  await supervise(`${start}; touch "$LOGS/ready"; exec sleep 1000`).untilReady();
  const [first] = runningProcesses(dirs.run);
  process.kill(first?.pid ?? 0, 'SIGKILL');
  await until(() => read('starts') === 'x\nx\n');
  await until(() => runningProcesses(dirs.run).length === 1);
  expect(runningProcesses(dirs.run)[0]?.pid).not.toBe(first?.pid);
  expect(printed.join('\n')).toMatch(/server ended by SIGKILL.*\| start number 0.*started again in 0.5 s/s);
});

test('when a program keeps ending before it is ready, then it is given up with the end of its log', async () => {
  const script = 'echo x >>"$LOGS/starts"; echo "no such option: --colour"; exit 3';
  const message = await userErrorOf(supervise(script).untilReady());
  expect(message).toMatch(
    /^server does not start: ended with exit code 3, 3 times\. The end of .*server\.log:/,
  );
  expect(message).toContain('  | no such option: --colour');
  expect(read('starts')).toBe('x\nx\nx\n');
  expect(printed.join('\n')).toMatch(/in 0.5 s.*in 1 s/s);
});

test('when a shorter backoff is given, then it is started again after that', async () => {
  await userErrorOf(supervise('exit 3', 'sh', { initialMs: 10, maxMs: 15 }).untilReady());
  expect(printed.join('\n')).toMatch(/in 0.01 s.*in 0.015 s/s);
});

test('when there is no such program, then the error says so', async () => {
  const message = await userErrorOf(supervise('', join(dirs.logs, 'nowhere')).untilReady());
  expect(message).toMatch(/server does not start: .*ENOENT/);
});

test('when it is started at the second try, then that is good enough', async () => {
  const failOnce = 'test -e "$LOGS/tried" || { touch "$LOGS/tried"; exit 1; }';
  await supervise(`${failOnce}; touch "$LOGS/ready"; exec sleep 1000`).untilReady();
  expect(runningProcesses(dirs.run)).toHaveLength(1);
});

test('when the pid file cannot be written, then the process is killed, and started again', async () => {
  mkdirSync(dirs.run, { recursive: true });
  symlinkSync(join(dirs.run, 'nowhere/file'), join(dirs.run, 'server.pid.json'));
  supervise('echo $$ >>"$LOGS/pids"; exec sleep 1000');
  await until(() => runningProcesses(dirs.run).length === 1);
  expect(printed.join('\n')).toMatch(/server had to be ended, as its pid file can't be written: ENOENT/);
  const started = existsSync(file('pids')) ? read('pids').trim().split('\n').map(Number) : [];
  const pid = runningProcesses(dirs.run)[0]?.pid;
  for (const one of started) expect(isRunning(one)).toBe(one === pid);
});

test('when it is disabled, then the end of its process is ignored', async () => {
  const supervisor = supervise('touch "$LOGS/ready"; exec sleep 1000');
  await supervisor.untilReady();
  supervisor.disable();
  expect(await stopProcesses(dirs.run)).toEqual(['server']);
  expect(printed).toEqual([]);
});

test('when waiting is aborted, then it ends at once', async () => {
  const waiting = supervise('exec sleep 1000').untilReady(AbortSignal.timeout(100));
  await expect(waiting).rejects.toThrow('aborted');
});

test('when there is a log of an earlier run, then it is set aside', async () => {
  mkdirSync(dirs.logs);
  writeFileSync(file('server.log'), 'earlier\n');
  await supervise('echo now; touch "$LOGS/ready"; exec sleep 1000').untilReady();
  expect(read('server.previous.log')).toBe('earlier\n');
  expect(read('server.log')).toBe('now\n');
});

test('when a log is huge, or gone, then its tail can be read all the same', () => {
  mkdirSync(dirs.logs);
  writeFileSync(file('server.log'), '');
  truncateSync(file('server.log'), 2 ** 30);
  appendFileSync(file('server.log'), '\nout of memory\nbye\n');
  expect(logTail(dirs, 'server', 2)).toBe('  | out of memory\n  | bye');
  rmSync(file('server.log'));
  expect(logTail(dirs, 'server')).toBe('  | ');
});
