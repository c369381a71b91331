import type { Shop } from '../../checkout/person.ts';
import { type ServiceName, services } from '../../checkout/stack.ts';
import type { SnapshotSource } from '../checker/snapshot.ts';

export type NodeGroup =
  | ServiceName
  | 'nats'
  | 'minio'
  | 'stripe-emulator'
  | 'gateway'
  | `mongo-${ServiceName}`;

/** Whether it is one of ours, not something that they run on. */
export const isService = (group: NodeGroup): group is ServiceName => services.some((one) => one === group);

/** Something that can be killed: a process of `npm start`, or a container. It is started again by whoever keeps it. */
export interface ClusterNode {
  name: string;
  /** The same for all replicas of a service. */
  group: NodeGroup;
  /** Ends it at once; nothing of it runs any more. */
  kill(): Promise<void>;
  /** Asks it to end. */
  stop(): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
}

/** What two parts are connected by, or one with all others. */
export interface Link {
  name: string;
  cut(): void | Promise<void>;
  /** Not everywhere: containers have no such thing. */
  slow?(delayMs: number): void;
  heal(): void | Promise<void>;
}

/** A whole shop to be broken. */
export interface Cluster extends Shop, SnapshotSource {
  nodes: ClusterNode[];
  links: Link[];
  /** Where the emulator takes orders to fail. */
  emulatorUrl: string;
  /** Logs and data. */
  dir: string;
  /** @param keep leaves logs and data where they are */
  stop(keep: boolean): Promise<void>;
}
