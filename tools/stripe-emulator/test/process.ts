import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type Stripe from 'stripe';
import type { PaymentIntent } from '../src/objects.ts';
import { KEY, sdk } from './sdk.ts';

const script = join(import.meta.dirname, '../dist/server.js');

/** The emulator as a separate process with the given folder. */
export class EmulatorProcess {
  readonly stripe: Stripe;
  readonly url: string;
  private readonly child: ChildProcess;

  private constructor(child: ChildProcess, port: number) {
    this.child = child;
    this.url = `http://127.0.0.1:${port}`;
    this.stripe = sdk(port);
  }

  /** @param blocks maximum size of its files in blocks of 512 bytes, to simulate a full disk */
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

  /** Ends the process. @returns its exit code */
  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> {
    const exit = once(this.child, 'exit');
    this.child.kill(signal);
    return (await exit)[0];
  }

  async intents(): Promise<PaymentIntent[]> {
    const response = await fetch(`${this.url}/_emulator/ledger`);
    return ((await response.json()) as { payment_intents: PaymentIntent[] }).payment_intents;
  }

  async intentsOf(orderId: string): Promise<PaymentIntent[]> {
    return (await this.intents()).filter(({ metadata }) => metadata.orderId === orderId);
  }
}
