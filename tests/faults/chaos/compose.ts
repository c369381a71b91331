import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { MongoClient } from 'mongodb';
import { freePort } from '../../../tools/embedded/lib/ports.mjs';
import { services } from '../../../tools/services/list.generated.mjs';
import { type ServiceName, serviceNames } from '../../../tools/services/services.mjs';
import { fetchLedger } from '../../ledger.mjs';
import { type Cluster, type ClusterNode, type Link, members, shortTokens } from './cluster.ts';
import { composeOverride, databasePort, overridePorts } from './compose-override.ts';
import { composeProject } from './compose-project.ts';
import { withoutLimits } from './without-limits.ts';

const run = promisify(execFile);

/** Longer than any node takes to stop. */
const STOP_SECONDS = '30';

/** @param unless matches errors to ignore: the container is already in the wanted state because of another fault */
async function docker(args: string[], unless?: RegExp): Promise<void> {
  await run('docker', args).catch((error) => {
    if (!unless?.test(String(error))) throw error;
  });
}

/** Docker does not restart containers that its own commands kill or stop, so each of these starts the container again. */
const containerFaults = (container: string): Omit<ClusterNode, 'name' | 'group'> => ({
  async kill() {
    await docker(['kill', '--signal', 'KILL', container], /is not running/);
    await docker(['start', container]);
  },
  stop: () => docker(['restart', '-t', STOP_SECONDS, container]),
  pause: () => docker(['pause', container]),
  resume: () => docker(['unpause', container], /is not (paused|running)/),
});

/** The connections of a container with all others. While they are cut, packets are lost and neither side gets an error. */
const containerLink = (container: string, alias: string, network: string): Omit<Link, 'name'> => ({
  cut: () => docker(['network', 'disconnect', network, container], /is not connected/),
  heal: () =>
    docker(['network', 'connect', '--alias', alias, network, container], /already exists in network/),
});

/** The variables of docker-compose.yml for the ports that it publishes. */
const composePorts = ['PORT', 'MINIO_PORT', 'MINIO_CONSOLE_PORT', 'STRIPE_EMULATOR_PORT', 'MAIL_PORT'];

/**
 * Starts the containers of docker-compose.yml in a separate project: two of each service and no storefront. Clients use
 * the gateway, which has faults too.
 *
 * A link connects a container with all others. Docker cannot cut a link between two containers or slow one down.
 */
export async function startCompose(): Promise<Cluster> {
  const dir = await mkdtemp(join(tmpdir(), 'chaos-'));
  const name = basename(dir).toLowerCase();
  const ports: Record<string, string> = {};
  for (const variable of [...composePorts, ...overridePorts]) ports[variable] = String(await freePort());
  const host = (variable: string) => `127.0.0.1:${ports[variable]}`;
  const url = (variable: string) => `http://${host(variable)}`;

  // Overrides .env: no request may reach Stripe, no mail a person, and this MinIO stores the images.
  const variables = {
    ...ports,
    ...withoutLimits,
    ...shortTokens,
    STRIPE_SECRET_KEY: '',
    SMTP_URL: '',
    PUBLIC_MEDIA_URL: '',
  };
  const override = join(dir, 'docker-compose.chaos.json');
  await writeFile(override, JSON.stringify(composeOverride(ports)));
  const project = composeProject(name, override, variables);
  try {
    await project.run('build', ...serviceNames, 'stripe-emulator');
    await project.run('up', '--detach', '--wait', '--no-build');
  } catch (error) {
    await project.down();
    throw error;
  }

  const databases = Object.fromEntries(
    services.map(({ name, variable }) => [
      name,
      new MongoClient(`mongodb://${host(databasePort(variable))}`),
    ]),
  ) as Record<ServiceName, MongoClient>;
  const containers = [...members, ['gateway', 'gateway'] as const].map(([node, group]) => {
    // In Compose, the database of auth is called `auth-mongo`, and every container name ends with a number.
    const service = group.replace(/^mongo-(.+)$/, '$1-mongo');
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
    baseUrl: () => url('PORT'),
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
