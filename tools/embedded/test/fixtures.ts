import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { UserError } from '../lib/errors.mjs';
import { poll } from '../lib/poll.mjs';
import { processIdentity } from '../lib/process-identity.mjs';

const lib = pathToFileURL(join(import.meta.dirname, '../lib')).href;

const steps: (() => unknown)[] = [];
afterEach(async () => {
  for (let step = steps.pop(); step; step = steps.pop()) await step();
});

/** Runs a step after the test. Steps run in reverse order. */
export const afterTest = (step: () => unknown): void => {
  steps.push(step);
};

/** Creates a folder that is removed after the test. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'embedded-'));
  afterTest(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Collects the lines printed with a console method during the test, instead of printing them. */
export function captureConsole(method: 'log' | 'error'): string[] {
  const lines: string[] = [];
  const original = console[method];
  console[method] = (line: string) => lines.push(line);
  afterTest(() => {
    console[method] = original;
  });
  return lines;
}

/** Returns the error that a promise rejects with. */
export const errorOf = (promise: Promise<unknown>) =>
  promise.then(
    () => Promise.reject(new Error('the promise did not reject')),
    (error) => error,
  );

/** Returns the message of the UserError that a promise rejects with. */
export async function userErrorOf(promise: Promise<unknown>): Promise<string> {
  const error = await errorOf(promise);
  expect(error).toBeInstanceOf(UserError);
  return error.message;
}

/** A process that runs a script with the launcher's modules. It is killed after the test. */
export class Program {
  readonly child: ChildProcessWithoutNullStreams;
  readonly out: string[] = [];
  err = '';
  private readonly exit: Promise<[code: number | null, signal: NodeJS.Signals | null]>;

  /** @param code a script in which LIB stands for the folder of the launcher's modules */
  constructor(code: string, args: string[] = [], env: NodeJS.ProcessEnv = {}) {
    const script = code.replaceAll('LIB', lib);
    this.child = spawn(process.execPath, ['--input-type=module', '-e', script, ...args], {
      env: { ...process.env, ...env },
    });
    this.exit = once(this.child, 'close') as typeof this.exit;
    createInterface(this.child.stdout).on('line', (line) => this.out.push(line));
    this.child.stderr.on('data', (data) => {
      this.err += data;
    });
    this.child.stdin.on('error', () => {});
    afterTest(() => this.end('SIGKILL'));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Waits for the nth line of output. */
  async line(n = 1): Promise<string> {
    await until(() => this.out.length >= n || this.child.exitCode !== null);
    const line = this.out[n - 1];
    if (line === undefined) throw new Error(`the process ended early: ${this.err}`);
    return line;
  }

  /** Waits for the end of the process. @returns its exit code or the signal that ended it */
  async end(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals | null> {
    if (signal) this.child.kill(signal);
    const [code, by] = await this.exit;
    return by ?? code;
  }
}

export const until = (check: () => boolean) => poll(check, { intervalMs: 10 });

/** Whether a process runs. A zombie does not count. */
export const isRunning = (pid: number): boolean => processIdentity(pid).startedAt !== '';
