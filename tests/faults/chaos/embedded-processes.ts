import { join } from 'node:path';
import { freePort } from '../../../tools/embedded/lib/ports.mjs';
import { resolveBinaries } from '../../../tools/embedded/lib/resolve-binaries.mjs';
import type { loadSecrets } from '../../../tools/embedded/lib/secrets.mjs';
import { minioSpec, mongodbSpec, natsSpec } from '../../../tools/embedded/lib/server-specs.mjs';
import * as servers from '../../../tools/embedded/lib/servers.mjs';
import { shopSpecs } from '../../../tools/embedded/lib/shop.mjs';
import { services } from '../../../tools/services/list.generated.mjs';
import {
  type Service,
  type ServiceName,
  serviceNames,
  variableOf,
} from '../../../tools/services/services.mjs';
import { isService, members, shortTokens } from './cluster.ts';
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts';
import { withoutLimits } from './without-limits.ts';

/** The nodes that a service connects to, with the variables in which `npm start` has their ports. */
const dependenciesOf = ({ name, connectsTo }: Service): (readonly [variable: string, group: string])[] =>
  connectsTo.map((host) => {
    if (host === `${name}-mongo`) return ['MONGO_PORT', `mongo-${name}`];
    return [host === 'maildev' ? 'SMTP_PORT' : `${variableOf(host)}_PORT`, host];
  });

export type PortOf = (name: string) => number;

/** A free port for every node and for the second ports of NATS Streaming, MinIO and MailDev. */
export async function allocatePorts(): Promise<PortOf> {
  const ports = new Map<string, number>();
  for (const name of [...members.map(([name]) => name), 'nats-monitor', 'minio-console', 'mail-page'])
    ports.set(name, await freePort());
  return (name) => {
    const port = ports.get(name);
    if (!port) throw new Error(`no port for ${name}`);
    return port;
  };
}

interface Options {
  dir: string;
  portOf: PortOf;
  secrets: ReturnType<typeof loadSecrets>;
}

/** The servers that services depend on. @param dataDirs where databases keep their files, if not in `dir` */
export async function backingProcesses(
  { dir, portOf, secrets }: Options,
  dataDirs: Partial<Record<ServiceName, string>>,
) {
  const binaryOf = await resolveBinaries([servers.mongodb, servers.natsStreaming, servers.minio]);
  const nats = [portOf('nats'), portOf('nats-monitor')] as const;
  const minio = [portOf('minio'), portOf('minio-console')] as const;
  return [
    ...serviceNames.map((service) => {
      const name = `mongo-${service}`;
      const dataDir = dataDirs[service] ?? join(dir, service);
      return { ...mongodbSpec(binaryOf(servers.mongodb), dataDir, portOf(name)), name };
    }),
    natsSpec(binaryOf(servers.natsStreaming), dir, ...nats),
    minioSpec(binaryOf(servers.minio), dir, ...minio, secrets),
  ];
}

/** The Stripe emulator, MailDev and the instances of all services, each connected to its dependencies by proxies of its own. */
export async function shopProcesses({ dir, portOf, secrets }: Options, variables: NodeJS.ProcessEnv) {
  const proxies: FaultProxy[] = [];
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    // All people of a workload sign up from this machine.
    SIGN_UPS_PER_PLACE: '100000',
    ...withoutLimits,
    PUBLIC_MEDIA_URL: `http://127.0.0.1:${portOf('minio')}`,
    ...shortTokens,
    ...variables,
  };
  const spec = (name: string, ports: Record<string, number>, more: NodeJS.ProcessEnv = {}) => {
    const specs = shopSpecs({ ...env, ...more }, (variable) => ports[variable] ?? 0, secrets, dir);
    const found = specs.find((one) => one.name === name);
    if (!found) throw new Error(`npm start has no ${name}`);
    return found;
  };

  async function instance(service: Service, index: number) {
    const name = `${service.name}-${index}`;
    const ports: Record<string, number> = { [`${service.variable}_PORT`]: portOf(name) };
    for (const [variable, target] of dependenciesOf(service)) {
      // Each instance calls the instance of its own number, so that both are called.
      const port = portOf(isService(target) ? `${target}-${index}` : target);
      const proxy = await startFaultProxy(`${name} to ${target}`, port);
      proxies.push(proxy);
      ports[variable] = proxy.port;
    }
    // The first keeps its NATS client id across restarts, as a pod does; the second has a new one after each.
    const more = index === 1 ? { NATS_CLIENT_ID: 'chaos-1' } : {};
    return { ...spec(service.name, ports, more), name };
  }

  const instances = services.flatMap((service) => [1, 2].map((index) => instance(service, index)));
  const emulator = spec('stripe-emulator', { STRIPE_EMULATOR_PORT: portOf('stripe-emulator') });
  const mailbox = spec('maildev', { SMTP_PORT: portOf('maildev'), MAIL_PORT: portOf('mail-page') });
  return { processes: [emulator, mailbox, ...(await Promise.all(instances))], proxies };
}
