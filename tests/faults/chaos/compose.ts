import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { MongoClient } from 'mongodb';
import { freePort } from '../../../tools/embedded/lib/ports.mjs';
import { type ServiceName, services } from '../../checkout/services.ts';
import { fetchLedger } from '../../ledger.mjs';
import { type Cluster, type ClusterNode, type Link, members } from './cluster.ts';
import { composeProject } from './compose-project.ts';

const run = promisify(execFile);

/** Longer than any node takes to stop. */
const STOP_SECONDS = '30';

/** @param unless an error that says that another fault has left the container in the wanted state already */
async function docker(args: string[], unless?: RegExp): Promise<void> {
  await run('docker', args).catch((error) => {
    if (!unless?.test(String(error))) throw error;
  });
}

/** Docker does not restart what its own commands have killed or stopped, so each of these starts the container again. */
const containerFaults = (container: string): Omit<ClusterNode, 'name' | 'group'> => ({
  async kill() {
    await docker(['kill', '--signal', 'KILL', container], /is not running/);
    await docker(['start', container]);
  },
  stop: () => docker(['restart', '-t', STOP_SECONDS, container]),
  pause: () => docker(['pause', container]),
  resume: () => docker(['unpause', container], /is not (paused|running)/),
});

/** The connection of a container with all others. While it is cut, packets are lost without an error on either side. */
const containerLink = (container: string, alias: string, network: string): Omit<Link, 'name'> => ({
  cut: () => docker(['network', 'disconnect', network, container], /is not connected/),
  heal: () =>
    docker(['network', 'connect', '--alias', alias, network, container], /already exists in network/),
});

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
    ledger: () => fetchLedger(url('STRIPE_EMULATOR_PORT')),
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
