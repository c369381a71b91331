import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ServiceProcess } from '@ecommerce/test-kit';
import { MongoClient } from 'mongodb';
import { startSmtpStub } from '../../tools/bench/lib/shop/smtp-stub.mjs';
import { freePort } from '../../tools/embedded/lib/ports.mjs';
import { services } from '../../tools/services/list.generated.mjs';
import { type ServiceName, serviceNames, serviceOfPath } from '../../tools/services/services.mjs';
import { fetchLedger, type Ledger } from '../ledger.mjs';
import { MailServer } from '../mail-server.ts';

const root = join(import.meta.dirname, '../..');

interface StackOptions {
  /** Processes per service. */
  instances?: number;
  orderLifetimeSeconds?: number;
  /** Server that gets the mails; without one they are dropped. */
  smtpUrl?: string;
}

/** The services as processes, with their own databases and channels on the servers of `npm test`. */
export class Stack {
  readonly processes = Object.fromEntries(
    serviceNames.map((name) => [name, [] as ServiceProcess[]]),
  ) as Record<ServiceName, ServiceProcess[]>;
  readonly natsUrl = required('NATS_URL');
  readonly monitorUrl = required('NATS_MONITOR_URL');
  readonly mediaUrl = required('MINIO_URL');
  readonly channelPrefix = `s${randomUUID().slice(0, 8)}-`;
  readonly orderLifetimeSeconds: number;
  private readonly databasePrefix = `stack_${randomUUID().slice(0, 8)}_`;
  private readonly mongo = new MongoClient(required('MONGO_URL'));
  private readonly dataDir: string;
  private readonly emulator: ServiceProcess;
  private smtp: Awaited<ReturnType<typeof startSmtpStub>> | undefined;
  private smtpUrl = '';
  private turn = 0;

  private constructor(dataDir: string, emulatorPort: number, orderLifetimeSeconds: number) {
    this.dataDir = dataDir;
    this.orderLifetimeSeconds = orderLifetimeSeconds;
    const env = { DATA_DIR: dataDir };
    this.emulator = new ServiceProcess(join(root, 'tools/stripe-emulator/dist/server.js'), emulatorPort, env);
  }

  static async start({
    instances = 1,
    orderLifetimeSeconds = 86_400,
    smtpUrl,
  }: StackOptions = {}): Promise<Stack> {
    const dataDir = await mkdtemp(join(tmpdir(), 'stack-'));
    const stack = new Stack(dataDir, await freePort(), orderLifetimeSeconds);
    stack.smtpUrl = smtpUrl ?? (await stack.startSmtpStub());
    await stack.emulator.start();
    const ports = await allocatePorts(instances);
    const urls = Object.fromEntries(
      services.map(({ name, variable }) => [`${variable}_URL`, `http://127.0.0.1:${ports[name][0]}`]),
    );
    for (const name of serviceNames)
      for (const [index, port] of ports[name].entries()) {
        const script = join(root, `services/${name}/dist/server.js`);
        const one = new ServiceProcess(script, port, { ...stack.serviceEnv(name, index), ...urls });
        await one.start();
        stack.processes[name].push(one);
      }
    return stack;
  }

  async stop(): Promise<void> {
    const all = [...Object.values(this.processes).flat(), this.emulator];
    const codes = await Promise.all(all.map((one) => one.signal('SIGTERM')));
    for (const name of serviceNames) await this.database(name).dropDatabase();
    await this.mongo.close();
    await this.smtp?.stop();
    await rm(this.dataDir, { recursive: true, force: true });
    if (codes.some((code) => code !== 0)) throw new Error(`a process did not exit with code 0: ${codes}`);
  }

  /** Returns the instances of a service in turn. */
  next(name: ServiceName): ServiceProcess {
    const instances = this.processes[name];
    const one = instances[this.turn++ % instances.length];
    if (!one) throw new Error(`the stack has no instance of ${name}`);
    return one;
  }

  baseUrl(path: string): string {
    return this.next(serviceOfPath(path)).url;
  }

  /** The logs of all services. */
  log(): string[] {
    return Object.values(this.processes).flatMap((instances) => instances.flatMap(({ log }) => log));
  }

  database(name: ServiceName) {
    return this.mongo.db(this.databasePrefix + name);
  }

  ledger(): Promise<Ledger> {
    return fetchLedger(this.emulator.url);
  }

  private async startSmtpStub(): Promise<string> {
    this.smtp = await startSmtpStub();
    return `smtp://127.0.0.1:${this.smtp.port}`;
  }

  private serviceEnv(name: ServiceName, index: number): Record<string, string> {
    const mongoUrl = new URL(required('MONGO_URL'));
    mongoUrl.pathname = `/${this.databasePrefix}${name}`;
    return {
      MONGO_URL: mongoUrl.href,
      NATS_URL: this.natsUrl,
      NATS_CLIENT_ID: `${index}-${this.channelPrefix}`,
      CHANNEL_PREFIX: this.channelPrefix,
      ACK_WAIT_MS: '2000',
      // So that tests meet tokens that have expired.
      JWT_LIFETIME_SECONDS: '10',
      RATE_LIMIT_FACTOR: '1000',
      JWT_PRIVATE_KEY: 'development-only',
      JWT_PUBLIC_KEYS: 'development-only',
      MINIO_URL: this.mediaUrl,
      MINIO_ACCESS_KEY: required('MINIO_ACCESS_KEY'),
      MINIO_SECRET_KEY: required('MINIO_SECRET_KEY'),
      PUBLIC_MEDIA_URL: this.mediaUrl,
      STRIPE_EMULATOR_URL: this.emulator.url,
      ORDER_LIFETIME_SECONDS: String(this.orderLifetimeSeconds),
      MAILDEV_URL: this.smtpUrl,
    };
  }
}

/** Free ports for each service, before any of them starts, since some know others by their URL. */
async function allocatePorts(instances: number): Promise<Record<ServiceName, number[]>> {
  const entries = serviceNames.map(async (name) => {
    const ports = await Promise.all(Array.from({ length: instances }, () => freePort()));
    return [name, ports] as const;
  });
  return Object.fromEntries(await Promise.all(entries)) as Record<ServiceName, number[]>;
}

function required(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set. Run the tests with \`npm test\`.`);
  return value;
}

/** Starts a stack before the tests of a file and stops it after them. */
export function useStack(options?: StackOptions): () => Stack {
  let stack: Stack;
  beforeAll(async () => {
    stack = await Stack.start(options);
  });
  afterAll(() => stack.stop());
  return () => stack;
}

/** The same with a server that keeps the mails. */
export async function useStackWithMails(): Promise<{ stack: () => Stack; mailServer: MailServer }> {
  const mailServer = await MailServer.create();
  const stack = useStack({ smtpUrl: mailServer.smtpUrl });
  afterAll(() => mailServer.stop());
  return { stack, mailServer };
}
