import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { eventually } from '@ecommerce/shared/testing';

export const services = ['auth', 'products', 'cart', 'orders', 'payments'] as const;
export type ServiceName = (typeof services)[number];

const root = join(import.meta.dirname, '../..');

/** A process that can be ended and started again; it keeps its port. */
export class ServiceProcess {
  readonly name: string;
  private readonly script: string;
  private readonly env: Record<string, string>;
  private child: ChildProcess | undefined;
  port = 0;
  /** The lines of its log, from all of its starts. */
  readonly log: string[] = [];

  constructor(name: string, script: string, env: Record<string, string>) {
    this.name = name;
    this.script = script;
    this.env = env;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** @param overrides variables for this start only */
  async start(overrides: Record<string, string> = {}): Promise<void> {
    this.child = spawn(process.execPath, [join(root, this.script)], {
      env: { PATH: process.env.PATH, ...this.env, ...overrides, HOST: '127.0.0.1', PORT: String(this.port) },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.port = await this.listeningPort(this.child);
    await eventually(async () => (await fetch(`${this.url}/readyz`)).ok);
  }

  /** Every service logs the port that it listens on. */
  private listeningPort(child: ChildProcess): Promise<number> {
    if (!child.stdout) throw new Error(`${this.name} has no output`);
    const lines = createInterface(child.stdout);
    return new Promise((resolve, reject) => {
      lines.on('line', (line) => {
        this.log.push(line);
        const { port } = JSON.parse(line) as { port?: number };
        if (port) resolve(port);
      });
      lines.on('close', () =>
        reject(new Error(`${this.name} ended before it listened:\n${this.log.join('\n')}`)),
      );
    });
  }

  get isRunning(): boolean {
    return this.child?.exitCode === null && this.child.signalCode === null;
  }

  /** @returns the exit code, once the process has ended */
  async signal(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const child = this.child;
    if (!child || !this.isRunning) return child?.exitCode ?? null;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
    return child.exitCode;
  }
}
