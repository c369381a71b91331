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

/** Supervises a shell program that is ready once it has created the file `ready`. */
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

describe('Supervisor', () => {
  it('restarts an ended process and prints the end of its log', async () => {
    const start = 'echo "start number $(wc -l <"$LOGS/starts" || echo 0)"; echo x >>"$LOGS/starts"';
    await supervise(`${start}; touch "$LOGS/ready"; exec sleep 1000`).untilReady();
    const [first] = runningProcesses(dirs.run);
    process.kill(first?.pid ?? 0, 'SIGKILL');
    await until(() => read('starts') === 'x\nx\n');
    await until(() => runningProcesses(dirs.run).length === 1);
    expect(runningProcesses(dirs.run)[0]?.pid).not.toBe(first?.pid);
    expect(printed.join('\n')).toMatch(
      /server ended by SIGKILL.*\| start number 0.*Restarting server in 0.5 s/s,
    );
  });

  it('gives up on a process that keeps ending before it is ready', async () => {
    const script = 'echo x >>"$LOGS/starts"; echo "no such option: --colour"; exit 3';
    const message = await userErrorOf(supervise(script).untilReady());
    expect(message).toMatch(
      /^server failed to start 3 times: it ended with exit code 3\. Last lines of .*server\.log:/,
    );
    expect(message).toContain('  | no such option: --colour');
    expect(read('starts')).toBe('x\nx\nx\n');
    expect(printed.join('\n')).toMatch(/in 0.5 s.*in 1 s/s);
  });

  it('restarts after the given backoff', async () => {
    await userErrorOf(supervise('exit 3', 'sh', { initialMs: 10, maxMs: 15 }).untilReady());
    expect(printed.join('\n')).toMatch(/in 0.01 s.*in 0.015 s/s);
  });

  it('says that a program does not exist', async () => {
    const message = await userErrorOf(supervise('', join(dirs.logs, 'nowhere')).untilReady());
    expect(message).toMatch(/server failed to start 3 times: .*ENOENT/);
  });

  it('accepts a process that starts at the second attempt', async () => {
    const failOnce = 'test -e "$LOGS/tried" || { touch "$LOGS/tried"; exit 1; }';
    await supervise(`${failOnce}; touch "$LOGS/ready"; exec sleep 1000`).untilReady();
    expect(runningProcesses(dirs.run)).toHaveLength(1);
  });

  it('kills and restarts a process whose pid file cannot be written', async () => {
    mkdirSync(dirs.run, { recursive: true });
    symlinkSync(join(dirs.run, 'nowhere/file'), join(dirs.run, 'server.pid.json'));
    supervise('echo $$ >>"$LOGS/pids"; exec sleep 1000');
    await until(() => runningProcesses(dirs.run).length === 1);
    expect(printed.join('\n')).toMatch(/server was killed because its pid file cannot be written: ENOENT/);
    const started = existsSync(file('pids')) ? read('pids').trim().split('\n').map(Number) : [];
    const pid = runningProcesses(dirs.run)[0]?.pid;
    for (const one of started) expect(isRunning(one)).toBe(one === pid);
  });

  it('ignores the end of the process once disabled', async () => {
    const supervisor = supervise('touch "$LOGS/ready"; exec sleep 1000');
    await supervisor.untilReady();
    supervisor.disable();
    expect(await stopProcesses(dirs.run)).toEqual(['server']);
    expect(printed).toEqual([]);
  });

  it('stops waiting when aborted', async () => {
    const waiting = supervise('exec sleep 1000').untilReady(AbortSignal.timeout(100));
    await expect(waiting).rejects.toThrow('aborted');
  });

  it('rotates the log of an earlier run', async () => {
    mkdirSync(dirs.logs);
    writeFileSync(file('server.log'), 'earlier\n');
    await supervise('echo now; touch "$LOGS/ready"; exec sleep 1000').untilReady();
    expect(read('server.previous.log')).toBe('earlier\n');
    expect(read('server.log')).toBe('now\n');
  });
});

describe('logTail', () => {
  it('reads the tail of a huge or missing log', () => {
    mkdirSync(dirs.logs);
    writeFileSync(file('server.log'), '');
    truncateSync(file('server.log'), 2 ** 30);
    appendFileSync(file('server.log'), '\nout of memory\nbye\n');
    expect(logTail(dirs, 'server', 2)).toBe('  | out of memory\n  | bye');
    rmSync(file('server.log'));
    expect(logTail(dirs, 'server')).toBe('  | ');
  });
});
