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
import { UserError } from '../lib/errors.mjs';
import { logTail } from '../lib/launch.mjs';
import { runningProcesses, stopProcesses } from '../lib/pid-files.mjs';
import { type Backoff, Supervisor } from '../lib/supervisor.mjs';
import { later, lives, tempFolder, until } from './program.ts';

let dirs: { logs: string; run: string };
let keeper: Supervisor;
let said: string;
const { error } = console;
beforeEach(() => {
  const dir = tempFolder();
  dirs = { logs: join(dir, 'logs'), run: join(dir, 'run') };
  said = '';
  console.error = (line: string) => {
    said += `${line}\n`;
  };
  later(async () => {
    keeper?.disable();
    await stopProcesses(dirs.run);
    console.error = error;
  });
});

const file = (name: string) => join(dirs.logs, name);
/** Keeps a shell program that is ready as soon as it has made a file of that name. */
const keep = (script: string, command = 'sh', pauses?: Backoff) => {
  keeper = new Supervisor(
    {
      name: 'server',
      command,
      args: ['-c', script],
      env: { PATH: process.env.PATH, LOGS: dirs.logs },
      stopOrder: 0,
      ready: async () => existsSync(file('ready')),
    },
    dirs,
    pauses,
  );
};
const never = new AbortController().signal;
const failure = () =>
  keeper.untilReady(never).then(
    () => '',
    (reason) => (reason instanceof UserError ? reason.message : Promise.reject(reason)),
  );

test('when a program that ran ends, then it is started again, and the end of its log is shown', async () => {
  keep(
    'echo "start number $(wc -l <"$LOGS/starts" || echo 0)"; echo x >>"$LOGS/starts"; touch "$LOGS/ready"; exec sleep 1000',
  );
  await keeper.untilReady(never);
  const [first] = runningProcesses(dirs.run);
  process.kill(first?.pid ?? 0, 'SIGKILL');
  await until(() => readFileSync(file('starts'), 'utf8') === 'x\nx\n');
  await until(() => runningProcesses(dirs.run).length === 1);
  expect(runningProcesses(dirs.run)[0]?.pid).not.toBe(first?.pid);
  expect(said).toMatch(/server ended by SIGKILL.*\| start number 0.*started again in 0.5 s/s);
});

test('when a program ends again and again before it is ready, then it is given up with the end of its log', async () => {
  keep('echo x >>"$LOGS/starts"; echo "no such option: --colour"; exit 3');
  const message = await failure();
  expect(message).toMatch(
    /^server does not start: ended with exit code 3, 3 times\. The end of .*server\.log:/,
  );
  expect(message).toContain('  | no such option: --colour');
  expect(readFileSync(file('starts'), 'utf8')).toBe('x\nx\nx\n');
  expect(said).toMatch(/in 0.5 s.*in 1 s/s);
});

test('when shorter pauses are asked for, then it is started again after those', async () => {
  keep('exit 3', 'sh', { initialMs: 10, maxMs: 15 });
  await failure();
  expect(said).toMatch(/in 0.01 s.*in 0.015 s/s);
});

test('when there is no such program, then that is said', async () => {
  keep('', join(dirs.logs, 'nowhere'));
  expect(await failure()).toMatch(/server does not start: .*ENOENT/);
});

test('when it is started at the second try, then that is good enough', async () => {
  keep('test -e "$LOGS/tried" || { touch "$LOGS/tried"; exit 1; }; touch "$LOGS/ready"; exec sleep 1000');
  await keeper.untilReady(never);
  expect(runningProcesses(dirs.run)).toHaveLength(1);
});

test('when what was started can not be noted, then it is ended, and tried again', async () => {
  mkdirSync(dirs.run, { recursive: true });
  symlinkSync(join(dirs.run, 'nowhere/file'), join(dirs.run, 'server.pid.json'));
  keep('echo $$ >>"$LOGS/pids"; exec sleep 1000');
  await until(() => runningProcesses(dirs.run).length === 1);
  expect(said).toMatch(/server had to be ended, as its pid file can't be written: ENOENT/);
  const started = existsSync(file('pids')) ? readFileSync(file('pids'), 'utf8').trim().split('\n') : [];
  const pid = runningProcesses(dirs.run)[0]?.pid;
  for (const one of started.map(Number)) expect(await lives(one)).toBe(one === pid);
});

test('when it is retired, then its end is the concern of nobody any more', async () => {
  keep('touch "$LOGS/ready"; exec sleep 1000');
  await keeper.untilReady(never);
  keeper.disable();
  expect(await stopProcesses(dirs.run)).toEqual(['server']);
  expect(said).toBe('');
});

test('when waiting is broken off, then it ends at once', async () => {
  keep('exec sleep 1000');
  await expect(keeper.untilReady(AbortSignal.timeout(100))).rejects.toThrow('aborted');
});

test('when there is a log of an earlier run, then it is set aside', async () => {
  mkdirSync(dirs.logs);
  writeFileSync(file('server.log'), 'earlier\n');
  keep('echo now; touch "$LOGS/ready"; exec sleep 1000');
  await keeper.untilReady(never);
  expect(readFileSync(file('server.previous.log'), 'utf8')).toBe('earlier\n');
  expect(readFileSync(file('server.log'), 'utf8')).toBe('now\n');
});

test('when a log is huge, or gone, then its end can be told all the same', () => {
  mkdirSync(dirs.logs);
  writeFileSync(file('server.log'), '');
  truncateSync(file('server.log'), 2 ** 30);
  appendFileSync(file('server.log'), '\nout of memory\nbye\n');
  expect(logTail(dirs, 'server', 2)).toBe('  | out of memory\n  | bye');
  rmSync(file('server.log'));
  expect(logTail(dirs, 'server')).toBe('  | ');
});
