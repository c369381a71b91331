import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { eventually } from '@ecommerce/shared/testing';
import { MongoClient } from 'mongodb';
import type { Ledger } from '../ledger.mjs';

export const services = ['auth', 'products', 'cart', 'orders', 'payments'] as const;
export type ServiceName = (typeof services)[number];

const root = join(import.meta.dirname, '../..');

/** One process; a restart takes the same port again. */
class Process {
  readonly name: string;
  private readonly script: string;
  private readonly env: Record<string, string>;
  private child: ChildProcess | undefined;
  port = 0;
  /** The lines of its log, of all its lives. */
  readonly log: string[] = [];

  constructor(name: string, script: string, env: Record<string, string>) {
    this.name = name;
    this.script = script;
    this.env = env;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** @param more variables for this one life of the process */
  async start(more: Record<string, string> = {}): Promise<void> {
    const env = { PATH: process.env.PATH, ...this.env, ...more, HOST: '127.0.0.1', PORT: String(this.port) };
    this.child = spawn(process.execPath, [join(root, this.script)], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    this.port = await this.listeningPort(this.child);
    await eventually(async () => (await fetch(`${this.url}/readyz`)).ok);
  }

  /** Each service says in its log where it listens. */
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

  async signal(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const child = this.child;
    if (!child || !this.isRunning) return child?.exitCode ?? null;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
    return child.exitCode;
  }
}

/** The five services as real processes, with databases and channels of their own on the servers of `npm test`. */
export class Stack {
  readonly processes: Record<ServiceName, Process[]> = {
    auth: [],
    products: [],
    cart: [],
    orders: [],
    payments: [],
  };
  readonly natsUrl = required('NATS_URL');
  readonly monitorUrl = required('NATS_MONITOR_URL');
  readonly mediaUrl = required('MINIO_URL');
  readonly channelPrefix = `s${randomUUID().slice(0, 8)}-`;
  private readonly databasePrefix = `stack_${randomUUID().slice(0, 8)}_`;
  private readonly mongo = new MongoClient(required('MONGO_URL'));
  private emulator: Process | undefined;
  private dataDir = '';
  private turn = 0;

  /** @param replicas processes of each service */
  static async start(replicas = 1): Promise<Stack> {
    const stack = new Stack();
    stack.dataDir = await mkdtemp(join(tmpdir(), 'stack-'));
    stack.emulator = new Process('emulator', 'tools/stripe-emulator/dist/server.js', {
      DATA_DIR: stack.dataDir,
    });
    await stack.emulator.start();
    for (const name of services)
      for (let index = 0; index < replicas; index++) {
        const one = new Process(`${name}-${index}`, `services/${name}/dist/server.js`, {
          ...stack.commonEnv(name, index),
          STRIPE_EMULATOR_URL: stack.emulator.url,
        });
        await one.start();
        stack.processes[name].push(one);
      }
    return stack;
  }

  async stop(): Promise<void> {
    const all = [...Object.values(this.processes).flat(), this.emulator];
    const codes = await Promise.all(all.map((one) => one?.signal('SIGTERM')));
    for (const name of services) await this.database(name).dropDatabase();
    await this.mongo.close();
    await rm(this.dataDir, { recursive: true, force: true });
    if (codes.some((code) => code !== 0)) throw new Error(`not all ended well: ${codes}`);
  }

  /** A replica of a service; each call the next one. */
  next(name: ServiceName): Process {
    const replicas = this.processes[name];
    const one = replicas[this.turn++ % replicas.length];
    if (!one) throw new Error(`there is no ${name}`);
    return one;
  }

  /** The logs of all services. */
  log(): string[] {
    return Object.values(this.processes).flatMap((replicas) => replicas.flatMap(({ log }) => log));
  }

  database(name: ServiceName) {
    return this.mongo.db(this.databasePrefix + name);
  }

  /** The emulator's own record of all money moved. */
  async ledger(): Promise<Ledger> {
    return (await fetch(`${this.emulator?.url}/_emulator/ledger`)).json() as Promise<Ledger>;
  }

  private commonEnv(name: ServiceName, index: number): Record<string, string> {
    const url = (service: ServiceName) => this.processes[service][0]?.url ?? '';
    const mongoUrl = new URL(required('MONGO_URL'));
    mongoUrl.pathname = `/${this.databasePrefix}${name}`;
    return {
      MONGO_URL: mongoUrl.href,
      NATS_URL: this.natsUrl,
      NATS_CLIENT_ID: `${index}-${this.channelPrefix}`,
      CHANNEL_PREFIX: this.channelPrefix,
      ACK_WAIT_MS: '2000',
      JWT_KEY: 'a key of tests, long enough to be taken',
      MINIO_URL: this.mediaUrl,
      MINIO_ACCESS_KEY: required('MINIO_ACCESS_KEY'),
      MINIO_SECRET_KEY: required('MINIO_SECRET_KEY'),
      PUBLIC_MEDIA_URL: this.mediaUrl,
      PRODUCTS_URL: url('products'),
      CART_URL: url('cart'),
      ORDERS_URL: url('orders'),
    };
  }
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; run the tests with npm test`);
  return value;
}
