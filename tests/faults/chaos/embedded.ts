import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { runningProcesses } from '../../../tools/embedded/lib/pid-files.mjs';
import { freePort } from '../../../tools/embedded/lib/ports.mjs';
import { ProcessGroup } from '../../../tools/embedded/lib/process-group.mjs';
import { resolveBinaries } from '../../../tools/embedded/lib/resolve-binaries.mjs';
import { loadSecrets } from '../../../tools/embedded/lib/secrets.mjs';
import { minioSpec, mongodbSpec, natsSpec } from '../../../tools/embedded/lib/server-specs.mjs';
import * as servers from '../../../tools/embedded/lib/servers.mjs';
import { shopSpecs } from '../../../tools/embedded/lib/shop.mjs';
import { signalGroup } from '../../../tools/embedded/lib/signal-group.mjs';
import type { Backoff } from '../../../tools/embedded/lib/supervisor.mjs';
import { startWatchdog } from '../../../tools/embedded/lib/watchdog.mjs';
import type { Books } from '../../books.mjs';
import { type ServiceName, services } from '../../checkout/stack.ts';
import { Cable } from './cable.ts';
import { type Group, isService, type Part, type World } from './world.ts';

const REPLICAS = [1, 2];

/** What each service talks to, by the variable that `npm start` gives the address of it. */
const neighbours: Record<ServiceName, Record<string, Group>> = {
  auth: { MONGO_PORT: 'mongo-auth' },
  products: { MONGO_PORT: 'mongo-products', NATS_PORT: 'nats', MINIO_PORT: 'minio' },
  cart: { MONGO_PORT: 'mongo-cart', NATS_PORT: 'nats', PRODUCTS_PORT: 'products' },
  orders: { MONGO_PORT: 'mongo-orders', NATS_PORT: 'nats', PRODUCTS_PORT: 'products', CART_PORT: 'cart' },
  payments: {
    MONGO_PORT: 'mongo-payments',
    NATS_PORT: 'nats',
    ORDERS_PORT: 'orders',
    STRIPE_EMULATOR_PORT: 'stripe-emulator',
  },
};

/** What listens beside the services. */
const others = [
  ...services.map((service) => `mongo-${service}`),
  'nats',
  'nats-monitor',
  'minio',
  'minio-console',
  'stripe-emulator',
];

interface Options {
  /** Variables for all of our programs. */
  settings?: Record<string, string>;
  /** Where a database keeps its files, if it is to be elsewhere. */
  folders?: Partial<Record<ServiceName, string>>;
  /** Before what ended is started again, if it is not to be as in `npm start`. */
  pauses?: Backoff;
}

/** A process of `npm start`. */
interface Process extends Part {
  /** Of the process that runs now; nothing while it does not. */
  pid(): number | undefined;
  /** Where it listens. */
  url: string;
}

export interface EmbeddedWorld extends World {
  parts: Process[];
  /** Past all links. */
  databaseUrl(service: ServiceName): string;
}

/**
 * The processes of `npm start`, run and kept running as there, but each database is a process of its own, each service
 * has two replicas, and all that passes between two of them goes through a cable.
 */
export async function startEmbedded({
  settings = {},
  folders = {},
  pauses,
}: Options = {}): Promise<EmbeddedWorld> {
  const dir = await mkdtemp(join(tmpdir(), 'chaos-'));
  const dirs = { logs: join(dir, 'logs'), run: join(dir, 'run') };
  const binaryOf = await resolveBinaries([servers.mongodb, servers.natsStreaming, servers.minio]);
  const secrets = loadSecrets(join(dir, 'secrets.json'), {});
  const stopWatchdog = startWatchdog(dirs.run);
  const processes = new ProcessGroup(dirs, pauses);

  const ports = new Map<string, number>();
  const portOf = (name: string) => {
    const port = ports.get(name);
    if (!port) throw new Error(`nothing here is called ${name}`);
    return port;
  };
  const names = [...services.flatMap((service) => REPLICAS.map((index) => `${service}-${index}`)), ...others];
  for (const name of names) ports.set(name, await freePort());
  const databases = services.map((service) => ({
    ...mongodbSpec(
      binaryOf(servers.mongodb),
      folders[service] ?? join(dir, service),
      portOf(`mongo-${service}`),
    ),
    name: `mongo-${service}`,
  }));
  const nats = natsSpec(binaryOf(servers.natsStreaming), dir, portOf('nats'), portOf('nats-monitor'));
  const minio = minioSpec(binaryOf(servers.minio), dir, portOf('minio'), portOf('minio-console'), secrets);

  const cables: Cable[] = [];
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    PUBLIC_MEDIA_URL: `http://127.0.0.1:${portOf('minio')}`,
    ...settings,
  };
  const recipesOf = (names: Record<string, number>, more = {}) =>
    shopSpecs({ ...env, ...more }, (name) => names[name] ?? 0, secrets, dir);
  const recipe = (all: ReturnType<typeof shopSpecs>, name: string) => {
    const found = all.find((one) => one.name === name);
    if (!found) throw new Error(`npm start has no ${name}`);
    return found;
  };
  const emulator = recipe(recipesOf({ STRIPE_EMULATOR_PORT: portOf('stripe-emulator') }), 'stripe-emulator');

  async function replica(service: ServiceName, index: number) {
    const name = `${service}-${index}`;
    const names: Record<string, number> = { [`${service.toUpperCase()}_PORT`]: portOf(name) };
    for (const [variable, target] of Object.entries(neighbours[service])) {
      // Each replica asks the replica of its own number, so that both are asked.
      const port = portOf(isService(target) ? `${target}-${index}` : target);
      const cable = await Cable.lay(`${name} to ${target}`, port);
      cables.push(cable);
      names[variable] = cable.port;
    }
    // The first keeps its client id when it is started again, as a pod does; the second has a new one each time.
    const more = index === 1 ? { NATS_CLIENT_ID: 'chaos-1' } : {};
    return { ...recipe(recipesOf(names, more), service), name };
  }
  const replicas = await Promise.all(
    services.flatMap((service) => REPLICAS.map((index) => replica(service, index))),
  );

  await processes.start([...databases, nats, minio]);
  await processes.start([emulator, ...replicas]);

  const pidOf = (name: string) => runningProcesses(dirs.run).find((one) => one.name === name)?.pid;
  const url = (name: string) => `http://127.0.0.1:${portOf(name)}`;
  const part = (name: string, group: Group): Process => {
    const signal = async (signal: NodeJS.Signals) => {
      const pid = pidOf(name);
      if (pid) signalGroup(pid, signal);
    };
    return {
      name,
      group,
      url: url(name),
      pid: () => pidOf(name),
      kill: () => signal('SIGKILL'),
      stop: () => signal('SIGTERM'),
      pause: () => signal('SIGSTOP'),
      resume: () => signal('SIGCONT'),
    };
  };
  const databaseUrl = (service: ServiceName) =>
    `mongodb://127.0.0.1:${portOf(`mongo-${service}`)}/${service}`;
  const clients = new Map(services.map((service) => [service, new MongoClient(databaseUrl(service))]));
  let turn = 0;
  return {
    parts: [
      ...services.flatMap((service) => REPLICAS.map((index) => part(`${service}-${index}`, service))),
      ...services.map((service) => part(`mongo-${service}`, `mongo-${service}`)),
      part('nats', 'nats'),
      part('minio', 'minio'),
      part('stripe-emulator', 'stripe-emulator'),
    ],
    links: cables,
    next: (service) => ({ url: url(`${service}-${REPLICAS[turn++ % REPLICAS.length]}`) }),
    database(service) {
      const client = clients.get(service);
      if (!client) throw new Error(`there is no database of ${service}`);
      return client.db(service);
    },
    databaseUrl,
    books: async () => (await fetch(`${url('stripe-emulator')}/_emulator/books`)).json() as Promise<Books>,
    emulatorUrl: url('stripe-emulator'),
    natsUrl: `nats://127.0.0.1:${portOf('nats')}`,
    monitorUrl: url('nats-monitor'),
    channelPrefix: '',
    mediaUrl: url('minio'),
    dir,
    async stop(keep) {
      for (const client of clients.values()) await client.close();
      await processes.stop();
      for (const cable of cables) cable.remove();
      await stopWatchdog();
      if (!keep) await rm(dir, { recursive: true, force: true });
    },
  };
}
