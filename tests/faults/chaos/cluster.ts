import type { Shop } from '@ecommerce/test-kit';
import { type ServiceName, serviceNames } from '../../../tools/services/services.mjs';
import type { SnapshotSource } from '../checker/snapshot.ts';

export type NodeGroup =
  | ServiceName
  | 'nats'
  | 'minio'
  | 'stripe-emulator'
  | 'maildev'
  | 'gateway'
  | `mongo-${ServiceName}`;

/** All nodes with their groups: two instances of each service, a database per service, and the shared servers. */
export const members: (readonly [name: string, group: NodeGroup])[] = [
  ...serviceNames.flatMap((service) => [1, 2].map((index) => [`${service}-${index}`, service] as const)),
  ...serviceNames.map((service) => [`mongo-${service}`, `mongo-${service}`] as const),
  ...(['nats', 'minio', 'stripe-emulator', 'maildev'] as const).map((name) => [name, name] as const),
];

/** Lets session tokens expire within seconds, so that clients need auth to renew them. */
export const shortTokens = { JWT_LIFETIME_SECONDS: '10' };

/** Whether a group is a service of the shop, not a server that the services use. */
export const isService = (group: string): group is ServiceName => serviceNames.some((one) => one === group);

/** A process of `npm start` or a container. The cluster restarts it when it ends. */
export interface ClusterNode {
  name: string;
  /** Shared by all instances of a service. */
  group: NodeGroup;
  kill(): Promise<void>;
  /** Sends SIGTERM. */
  stop(): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
}

/** The connections from one node to another, or between one node and all others. */
export interface Link {
  name: string;
  cut(): void | Promise<void>;
  /** Missing for containers, which cannot be slowed down. */
  slow?(delayMs: number): void;
  heal(): void | Promise<void>;
}

/** A whole shop into which tests inject faults. */
export interface Cluster extends Shop, SnapshotSource {
  nodes: ClusterNode[];
  links: Link[];
  /** The Stripe emulator, which accepts faults over HTTP. */
  emulatorUrl: string;
  /** The directory of logs and data. */
  dir: string;
  /** @param keep whether to keep logs and data */
  stop(keep: boolean): Promise<void>;
}

/** Finds a node by its name. @throws Error if the cluster has no such node */
export function nodeOf<Node extends ClusterNode>({ nodes }: { nodes: Node[] }, name: string): Node {
  const node = nodes.find((one) => one.name === name);
  if (!node) throw new Error(`the cluster has no node ${name}`);
  return node;
}

/** Cuts all links to a node while `work` runs. */
export async function withoutNode<T>({ links }: Cluster, name: string, work: () => Promise<T>): Promise<T> {
  const cut = links.filter((link) => link.name.endsWith(` to ${name}`));
  await Promise.all(cut.map((link) => link.cut()));
  try {
    return await work();
  } finally {
    await Promise.all(cut.map((link) => link.heal()));
  }
}
