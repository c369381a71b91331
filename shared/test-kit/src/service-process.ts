import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { eventually } from './eventually.ts';

/** Runs a service as a separate process, which can be ended and started again. */
export class ServiceProcess {
  readonly url: string;
  /** Log lines of all its starts. */
  readonly log: string[] = [];
  private readonly script: string;
  private readonly env: NodeJS.ProcessEnv;
  private child: ChildProcess | undefined;

  /** @param script program that Node runs */
  constructor(script: string, port: number, env: NodeJS.ProcessEnv) {
    this.url = `http://127.0.0.1:${port}`;
    this.script = script;
    this.env = { PATH: process.env.PATH, ...env, HOST: '127.0.0.1', PORT: String(port) };
  }

  /** Starts the process and waits until it is ready. @param overrides variables for this start only */
  async start(overrides: NodeJS.ProcessEnv = {}): Promise<void> {
    const env = { ...this.env, ...overrides };
    const child = spawn(process.execPath, [this.script], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    this.child = child;
    createInterface(child.stdout).on('line', (line) => this.log.push(line));
    const isReady = async () => (await fetch(`${this.url}/readyz`)).ok;
    const state = await eventually(async () => (this.isRunning ? (await isReady()) && 'ready' : 'ended'));
    if (state === 'ended')
      throw new Error(`${this.script} ended before it was ready:\n${this.log.slice(-20).join('\n')}`);
  }

  get isRunning(): boolean {
    return this.child?.exitCode === null && this.child.signalCode === null;
  }

  /** Sends a signal and waits for the exit. @returns the exit code */
  async signal(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    if (this.child && this.isRunning) {
      const exit = once(this.child, 'exit');
      this.child.kill(signal);
      await exit;
    }
    return this.child?.exitCode ?? null;
  }
}
