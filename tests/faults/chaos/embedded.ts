import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { runningProcesses } from '../../../tools/embedded/lib/pid-files.mjs';
import { ProcessGroup } from '../../../tools/embedded/lib/process-group.mjs';
import { loadSecrets } from '../../../tools/embedded/lib/secrets.mjs';
import { signalGroup } from '../../../tools/embedded/lib/signal-group.mjs';
import type { Backoff } from '../../../tools/embedded/lib/supervisor.mjs';
import { startWatchdog } from '../../../tools/embedded/lib/watchdog.mjs';
import { type ServiceName, serviceNames, serviceOfPath } from '../../../tools/services/services.mjs';
import { fetchLedger } from '../../ledger.mjs';
import { type Cluster, type ClusterNode, members } from './cluster.ts';
import { allocatePorts, backingProcesses, shopProcesses } from './embedded-processes.ts';

export interface EmbeddedOptions {
  /** Environment variables of the services and the Stripe emulator. */
  env?: NodeJS.ProcessEnv;
  /** Data folders of databases; by default in the cluster's own folder. */
  dataDirs?: Partial<Record<ServiceName, string>>;
  /** Delays before a process is restarted; by default those of `npm start`. */
  pauses?: Backoff;
}

interface ProcessNode extends ClusterNode {
  url: string;
  /** Undefined while the process does not run. */
  pid(): number | undefined;
}

export interface EmbeddedCluster extends Cluster {
  nodes: ProcessNode[];
  /** Returns a URL that bypasses the proxies. */
  databaseUrl(service: ServiceName): string;
}

/**
 * Starts the processes of `npm start` under its supervisor, but with one database process per service, two instances of
 * each service, and a proxy on each connection of a service.
 */
export async function startEmbedded(options: EmbeddedOptions = {}): Promise<EmbeddedCluster> {
  const dir = await mkdtemp(join(tmpdir(), 'chaos-'));
  const dirs = { logs: join(dir, 'logs'), run: join(dir, 'run') };
  const portOf = await allocatePorts();
  const shared = { dir, portOf, secrets: loadSecrets(join(dir, 'secrets.json'), {}) };
  const stopWatchdog = startWatchdog(dirs.run);
  const supervised = new ProcessGroup(dirs, options.pauses);

  const { processes, proxies } = await shopProcesses(shared, options.env ?? {});
  await supervised.start(await backingProcesses(shared, options.dataDirs ?? {}));
  await supervised.start(processes);

  const url = (name: string) => `http://127.0.0.1:${portOf(name)}`;
  const node = ([name, group]: (typeof members)[number]): ProcessNode => {
    const pid = () => runningProcesses(dirs.run).find((one) => one.name === name)?.pid;
    const signal = async (signal: NodeJS.Signals) => {
      const leader = pid();
      if (leader) signalGroup(leader, signal);
    };
    return {
      name,
      group,
      url: url(name),
      pid,
      kill: () => signal('SIGKILL'),
      stop: () => signal('SIGTERM'),
      pause: () => signal('SIGSTOP'),
      resume: () => signal('SIGCONT'),
    };
  };
  const databaseUrl = (service: ServiceName) =>
    `mongodb://127.0.0.1:${portOf(`mongo-${service}`)}/${service}`;
  const databases = Object.fromEntries(
    serviceNames.map((service) => [service, new MongoClient(databaseUrl(service))]),
  ) as Record<ServiceName, MongoClient>;
  let turn = 0;
  return {
    nodes: members.map(node),
    links: proxies,
    baseUrl: (path) => url(`${serviceOfPath(path)}-${1 + (turn++ % 2)}`),
    database: (service) => databases[service].db(service),
    databaseUrl,
    ledger: () => fetchLedger(url('stripe-emulator')),
    emulatorUrl: url('stripe-emulator'),
    natsUrl: `nats://127.0.0.1:${portOf('nats')}`,
    monitorUrl: url('nats-monitor'),
    channelPrefix: '',
    mediaUrl: url('minio'),
    orderLifetimeSeconds: Number(options.env?.ORDER_LIFETIME_SECONDS ?? 86_400),
    dir,
    async stop(keep) {
      for (const client of Object.values(databases)) await client.close();
      await supervised.stop();
      for (const proxy of proxies) proxy.close();
      await stopWatchdog();
      if (!keep) await rm(dir, { recursive: true, force: true });
    },
  };
}
