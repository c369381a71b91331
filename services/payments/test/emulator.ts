import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@ecommerce/test-kit';
import Stripe from 'stripe';
import { freePort } from '../../../tools/embedded/lib/ports.mjs';

const script = join(import.meta.dirname, '../../../tools/stripe-emulator/dist/server.js');

interface Ledger {
  payment_intents: { id: string; status: string; amount: number; metadata: Record<string, string> }[];
  refunds: { id: string; payment_intent: string; amount: number }[];
}

interface Fault {
  match: 'payment_intents' | 'refunds';
  mode: string;
  count: number;
  delayMs?: number;
}

/** Runs the Stripe emulator as a separate process. */
export class Emulator {
  readonly key = 'sk_test_emulator';
  private readonly port: number;
  private readonly dataDir: string;
  private child: ChildProcess | undefined;

  private constructor(port: number, dataDir: string) {
    this.port = port;
    this.dataDir = dataDir;
  }

  static async start(): Promise<Emulator> {
    const emulator = new Emulator(await freePort(), await mkdtemp(join(tmpdir(), 'emulator-')));
    await emulator.changeKey(emulator.key);
    return emulator;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Restarts the emulator with another key on the same data. */
  async changeKey(key: string): Promise<void> {
    await this.end();
    const env = {
      HOST: '127.0.0.1',
      PORT: String(this.port),
      DATA_DIR: this.dataDir,
      STRIPE_SECRET_KEY: key,
    };
    this.child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'ignore', 'inherit'] });
    await eventually(async () => (await fetch(`${this.url}/readyz`)).ok);
  }

  async stop(): Promise<void> {
    await this.end();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  async fault(fault: Fault): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${this.url}/_emulator/faults`, {
      method: 'POST',
      headers,
      body: JSON.stringify(fault),
    });
    if (!answer.ok) throw new Error(`the emulator rejected the fault: ${await answer.text()}`);
  }

  /** Returns the succeeded charges of an order. */
  async charges(orderId: string): Promise<Ledger['payment_intents']> {
    const { payment_intents } = await this.ledger();
    return payment_intents.filter((one) => one.status === 'succeeded' && one.metadata.orderId === orderId);
  }

  async refunds(orderId: string): Promise<Ledger['refunds']> {
    const ids = (await this.charges(orderId)).map((one) => one.id);
    return (await this.ledger()).refunds.filter((one) => ids.includes(one.payment_intent));
  }

  /** Makes a charge without an idempotency key. */
  async chargeWithoutKey(amount: number, metadata: Record<string, string>): Promise<void> {
    const stripe = new Stripe(this.key, {
      host: '127.0.0.1',
      port: this.port,
      protocol: 'http',
      telemetry: false,
    });
    await stripe.paymentIntents.create({
      amount,
      currency: 'usd',
      confirm: true,
      payment_method_data: {
        type: 'card',
        card: { token: 'tok_visa' },
      } as Stripe.PaymentIntentCreateParams.PaymentMethodData,
      allowed_payment_method_types: ['card'],
      error_on_requires_action: true,
      metadata,
    });
  }

  private async ledger(): Promise<Ledger> {
    return (await fetch(`${this.url}/_emulator/ledger`)).json() as Promise<Ledger>;
  }

  private async end(): Promise<void> {
    if (!this.child) return;
    const exit = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await exit;
  }
}
