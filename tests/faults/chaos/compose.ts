import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { MongoClient } from 'mongodb';
import { freePort } from '../../../tools/embedded/lib/ports.mjs';
import type { Books } from '../../books.mjs';
import { services } from '../../checkout/stack.ts';
import type { Cluster, NodeGroup } from './cluster.ts';
import { ComposeProject } from './compose-project.ts';
import { containerFaults, containerLink } from './container.ts';

interface Member {
  name: string;
  group: NodeGroup;
  /** What Compose calls it, and which of those it is. */
  service: string;
  index: number;
}

const members: Member[] = [
  ...services.flatMap((service) =>
    [1, 2].map((index) => ({ name: `${service}-${index}`, group: service, service, index })),
  ),
  ...services.map((service) => ({
    name: `mongo-${service}`,
    group: `mongo-${service}` as const,
    service: `${service}-mongo`,
    index: 1,
  })),
  ...(['nats', 'minio', 'stripe-emulator', 'gateway'] as const).map((name) => ({
    name,
    group: name,
    service: name,
    index: 1,
  })),
];

const mongoPort = (service: string) => `${service.toUpperCase()}_MONGO_PORT`;

/** The first four are of docker-compose.yml, the others of docker-compose.chaos.yml. */
const portVariables = [
  'PORT',
  'MINIO_PORT',
  'MINIO_CONSOLE_PORT',
  'STRIPE_EMULATOR_PORT',
  'NATS_PORT',
  'NATS_MONITOR_PORT',
  ...services.map(mongoPort),
];

/**
 * The containers of docker-compose.yml in a project of its own, so that a shop that runs is not touched: two of each
 * service, and no storefront. People come through the gateway, which is struck as well.
 *
 * What is cut here is all that connects a container with the others; two of them can't be cut off from each other alone,
 * and no connection can be slowed.
 */
export async function startCompose(): Promise<Cluster> {
  const dir = await mkdtemp(join(tmpdir(), 'chaos-'));
  const name = basename(dir).toLowerCase();
  const ports: Record<string, string> = {};
  for (const variable of portVariables) ports[variable] = String(await freePort());
  const url = (variable: string) => `http://127.0.0.1:${ports[variable]}`;

  // Whatever .env says: nothing here may reach Stripe, and pictures are where this MinIO is.
  const project = new ComposeProject(name, { ...ports, STRIPE_SECRET_KEY: '', PUBLIC_MEDIA_URL: '' });
  try {
    await project.run('build', ...services, 'stripe-emulator');
    await project.run('up', '--detach', '--wait', '--no-build');
  } catch (error) {
    await project.down();
    throw error;
  }

  const clients = new Map(
    services.map((service) => [service, new MongoClient(`mongodb://127.0.0.1:${ports[mongoPort(service)]}`)]),
  );
  const container = ({ service, index }: Member) => `${name}-${service}-${index}`;
  return {
    nodes: members.map((one) => ({
      name: one.name,
      group: one.group,
      ...containerFaults(container(one)),
    })),
    links: members.map((one) => ({
      name: `${one.name} off`,
      ...containerLink(container(one), one.service, `${name}_default`),
    })),
    next: () => ({ url: url('PORT') }),
    database(service) {
      const client = clients.get(service);
      if (!client) throw new Error(`there is no database of ${service}`);
      return client.db(service);
    },
    books: async () =>
      (await fetch(`${url('STRIPE_EMULATOR_PORT')}/_emulator/books`)).json() as Promise<Books>,
    emulatorUrl: url('STRIPE_EMULATOR_PORT'),
    natsUrl: `nats://127.0.0.1:${ports.NATS_PORT}`,
    monitorUrl: url('NATS_MONITOR_PORT'),
    channelPrefix: '',
    mediaUrl: url('MINIO_PORT'),
    dir,
    async stop(keep) {
      for (const client of clients.values()) await client.close();
      if (keep) await project.writeLogs(join(dir, 'containers.log'));
      await project.down();
      if (!keep) await rm(dir, { recursive: true, force: true });
    },
  };
}
