import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { MongoClient } from 'mongodb';
import { freePort } from '../../../tools/embedded/lib/ports.mjs';
import { fetchBooks } from '../../books.mjs';
import { type ServiceName, services } from '../../checkout/service-process.ts';
import { type Cluster, members } from './cluster.ts';
import { composeProject } from './compose-project.ts';
import { containerFaults, containerLink } from './container.ts';

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
  const project = composeProject(name, { ...ports, STRIPE_SECRET_KEY: '', PUBLIC_MEDIA_URL: '' });
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
  const containers = [...members, ['gateway', 'gateway'] as const].map(([node, group]) => {
    // Compose calls the database of a service `auth-mongo`, and numbers all containers.
    const service = group.replace(/^mongo-(\w+)$/, '$1-mongo');
    return { node, group, service, container: `${name}-${node === group ? `${service}-1` : node}` };
  });
  return {
    nodes: containers.map(({ node, group, container }) => ({
      name: node,
      group,
      ...containerFaults(container),
    })),
    links: containers.map(({ node, service, container }) => ({
      name: `${node} off`,
      ...containerLink(container, service, `${name}_default`),
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
