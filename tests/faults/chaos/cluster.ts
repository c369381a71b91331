import type { Shop } from '@ecommerce/test-kit';
import { type ServiceName, services } from '../../checkout/services.ts';
import type { SnapshotSource } from '../checker/snapshot.ts';

export type NodeGroup =
  | ServiceName
  | 'nats'
  | 'minio'
  | 'stripe-emulator'
  | 'gateway'
  | `mongo-${ServiceName}`;

/** Every node with its group: two instances of each service, a database for each, and what they share. */
export const members: (readonly [name: string, group: NodeGroup])[] = [
  ...services.flatMap((service) => [1, 2].map((index) => [`${service}-${index}`, service] as const)),
  ...services.map((service) => [`mongo-${service}`, `mongo-${service}`] as const),
  ...(['nats', 'minio', 'stripe-emulator'] as const).map((name) => [name, name] as const),
];

/** Whether a group is a service of the shop, not a server that services depend on. */
export const isService = (group: NodeGroup): group is ServiceName => services.some((one) => one === group);

/** A process of `npm start` or a container. The cluster starts it again when it has ended. */
export interface ClusterNode {
  name: string;
  /** The same for all instances of a service. */
  group: NodeGroup;
  kill(): Promise<void>;
  /** Asks it to end, with SIGTERM. */
  stop(): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
}

/** The connection from one node to another, or from one to all others. */
export interface Link {
  name: string;
  cut(): void | Promise<void>;
  /** Containers cannot be slowed down. */
  slow?(delayMs: number): void;
  heal(): void | Promise<void>;
}

/** A whole shop to inject faults into. */
export interface Cluster extends Shop, SnapshotSource {
  nodes: ClusterNode[];
  links: Link[];
  /** The Stripe emulator, which takes faults to inject over HTTP. */
  emulatorUrl: string;
  /** Logs and data. */
  dir: string;
  /** @param keep leaves logs and data on disk */
  stop(keep: boolean): Promise<void>;
}

/** @throws Error when there is no such node */
export function nodeOf<Node extends ClusterNode>({ nodes }: { nodes: Node[] }, name: string): Node {
  const node = nodes.find((one) => one.name === name);
  if (!node) throw new Error(`the cluster has no ${name}`);
  return node;
}

/** Cuts all links to a node while the work is done. */
export async function withoutNode<T>({ links }: Cluster, name: string, work: () => Promise<T>): Promise<T> {
  const cut = links.filter((link) => link.name.endsWith(` to ${name}`));
  await Promise.all(cut.map((link) => link.cut()));
  try {
    return await work();
  } finally {
    await Promise.all(cut.map((link) => link.heal()));
  }
}
