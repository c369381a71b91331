import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const lib = pathToFileURL(join(import.meta.dirname, '../lib')).href;

const steps: (() => unknown)[] = [];
afterEach(async () => {
  for (let step = steps.pop(); step; step = steps.pop()) await step();
});

/** Has something done when the test has ended, the last first. */
export const later = (step: () => unknown): void => {
  steps.push(step);
};

/** A folder that is there until the test ends. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'embedded-'));
  later(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A process of its own that runs some lines on the launcher's modules; it ends with the test at the latest. */
export class Program {
  readonly child: ChildProcessWithoutNullStreams;
  readonly out: string[] = [];
  err = '';
  private readonly exit: Promise<[code: number | null, signal: NodeJS.Signals | null]>;

  /** @param code where LIB stands for the launcher's folder of modules */
  constructor(code: string, args: string[] = []) {
    const script = code.replaceAll('LIB', lib);
    this.child = spawn(process.execPath, ['--input-type=module', '-e', script, ...args]);
    this.exit = once(this.child, 'close') as typeof this.exit;
    createInterface(this.child.stdout).on('line', (line) => this.out.push(line));
    this.child.stderr.on('data', (data) => {
      this.err += data;
    });
    this.child.stdin.on('error', () => {});
    later(() => this.end('SIGKILL'));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Waits for its n-th line of output. */
  async line(n = 1): Promise<string> {
    await until(() => this.out.length >= n || this.child.exitCode !== null);
    const line = this.out[n - 1];
    if (line === undefined) throw new Error(`it ended: ${this.err}`);
    return line;
  }

  /** @returns how it ended */
  async end(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals | null> {
    if (signal) this.child.kill(signal);
    const [code, by] = await this.exit;
    return by ?? code;
  }
}

export async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await check())) await sleep(10);
}

/** Whether there is such a process, one that waits for its parent to notice its end not counted. */
export const lives = async (pid: number): Promise<boolean> => {
  const { processIdentity } = await import('../lib/process-identity.mjs');
  return processIdentity(pid).startedAt !== '';
};
