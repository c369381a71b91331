import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { MongoClient } from 'mongodb';
import { freePort } from '../../../tools/embedded/lib/ports.mjs';
import { fetchBooks } from '../../books.mjs';
import { type ServiceName, services } from '../../checkout/service-process.ts';
import type { Cluster, NodeGroup } from './cluster.ts';
import { ComposeProject } from './compose-project.ts';
import { containerFaults, containerLink } from './container.ts';

/** Compose's name of a group's service. */
const composeName = (group: NodeGroup) => group.replace(/^mongo-(\w+)$/, '$1-mongo');

const members: { name: string; group: NodeGroup; index: number }[] = [
  ...services.flatMap((group) => [1, 2].map((index) => ({ name: `${group}-${index}`, group, index }))),
  ...services
    .map((service) => `mongo-${service}` as const)
    .map((group) => ({ name: group, group, index: 1 })),
  ...(['nats', 'minio', 'stripe-emulator', 'gateway'] as const).map((group) => ({
    name: group,
    group,
    index: 1,
  })),
];

const mongoPort = (service: ServiceName) => `${service.toUpperCase()}_MONGO_PORT`;

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
 * The containers of docker-compose.yml in a project of their own, beside one that may be running: two of each service
 * and no storefront. Clients come through the gateway, which has faults as well.
 *
 * A link connects a container with all others; a link between two containers cannot be cut alone, and none can be slowed.
 */
export async function startCompose(): Promise<Cluster> {
  const dir = await mkdtemp(join(tmpdir(), 'chaos-'));
  const name = basename(dir).toLowerCase();
  const ports: Record<string, string> = {};
  for (const variable of portVariables) ports[variable] = String(await freePort());
  const host = (variable: string) => `127.0.0.1:${ports[variable]}`;
  const url = (variable: string) => `http://${host(variable)}`;

  // These override .env: nothing may reach Stripe, and images are in this MinIO.
  const project = new ComposeProject(name, { ...ports, STRIPE_SECRET_KEY: '', PUBLIC_MEDIA_URL: '' });
  try {
    await project.run('build', ...services, 'stripe-emulator');
    await project.run('up', '--detach', '--wait', '--no-build');
  } catch (error) {
    await project.down();
    throw error;
  }

  const databases = Object.fromEntries(
    services.map((service) => [service, new MongoClient(`mongodb://${host(mongoPort(service))}`)]),
  ) as Record<ServiceName, MongoClient>;
  const containers = members.map((member) => ({
    ...member,
    alias: composeName(member.group),
    container: `${name}-${composeName(member.group)}-${member.index}`,
  }));
  return {
    nodes: containers.map(({ name, group, container }) => ({ name, group, ...containerFaults(container) })),
    links: containers.map((one) => ({
      name: `${one.name} off`,
      ...containerLink(one.container, one.alias, `${name}_default`),
    })),
    next: () => ({ url: url('PORT') }),
    database: (service) => databases[service].db(service),
    books: () => fetchBooks(url('STRIPE_EMULATOR_PORT')),
    emulatorUrl: url('STRIPE_EMULATOR_PORT'),
    natsUrl: `nats://${host('NATS_PORT')}`,
    monitorUrl: url('NATS_MONITOR_PORT'),
    channelPrefix: '',
    mediaUrl: url('MINIO_PORT'),
    dir,
    async stop(keep) {
      for (const client of Object.values(databases)) await client.close();
      if (keep) await project.writeLogs(join(dir, 'containers.log'));
      await project.down();
      if (!keep) await rm(dir, { recursive: true, force: true });
    },
  };
}
