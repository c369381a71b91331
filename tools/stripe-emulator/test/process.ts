import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { KEY } from './sdk.ts';

const script = join(import.meta.dirname, '../dist/server.js');

interface Ledger {
  payment_intents: { id: string; metadata: Record<string, string> }[];
}

/** The emulator as a process of its own, on the given folder. */
export class EmulatorProcess {
  readonly port: number;
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.child = child;
    this.port = port;
  }

  /** @param blocks of 512 bytes that a file of it can grow to, as on a full disk */
  static async start(folder: string, blocks: number | 'unlimited' = 'unlimited'): Promise<EmulatorProcess> {
    const env = { PATH: process.env.PATH, PORT: '0', DATA_DIR: folder, STRIPE_SECRET_KEY: KEY };
    const command = `ulimit -f ${blocks}; exec "$0" "$1"`;
    const child = spawn('sh', ['-c', command, process.execPath, script], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    for await (const line of createInterface(child.stdout))
      return new EmulatorProcess(child, JSON.parse(line).port);
    throw new Error('the emulator did not start');
  }

  /** @returns its exit code */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const exit = once(this.child, 'exit');
    this.child.kill(signal);
    return (await exit)[0];
  }

  /** All it knows. */
  async ledger(): Promise<Ledger> {
    const answer = await fetch(`http://127.0.0.1:${this.port}/_emulator/ledger`);
    return answer.json() as Promise<Ledger>;
  }
}
