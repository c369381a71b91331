import type { Product } from '@ecommerce/contracts';
import type { Db } from 'mongodb';
import { eventServiceNames, type ServiceName } from '../../../tools/services/services.mjs';
import type { Ledger } from '../../ledger.mjs';
import type { ClientHistory } from './client-history.ts';
import type { NatsMonitor } from './nats-channels.ts';
import { deletedUsers, endedSessions, type ProductVersion, productVersions } from './stored-events.ts';

interface Item {
  productId: string;
  quantity: number;
}
export interface StoredOrder {
  id: string;
  userId: string;
  status: string;
  total: number;
  items: Item[];
  history: { type: string; at: Date }[];
  createdAt: Date;
}
type StoredProduct = Pick<Product, 'id' | 'version' | 'quantity' | 'title' | 'price'> & {
  imageKey?: string | null;
  /** Keys of replaced images that are not removed yet. */
  discardedImages?: string[];
  marks?: object;
  removedAt?: Date;
  isOrdered?: boolean;
};
type StoredReplica = StoredProduct & { removed?: boolean };
interface StoredPayment {
  id: string;
  order: { totalCents: number } | null;
  cancelled: boolean;
  charge: { state: string; startedAt: Date } | null;
  refund: { state: string } | null;
  due: Date | null;
}

/** All stored state at quiescence, and the history of the clients. */
export interface Snapshot {
  history: ClientHistory;
  takenAt: Date;
  /** The time within which an order must be paid. */
  orderLifetimeSeconds: number;
  users: string[];
  /** Ids of the sessions of all users, and of those whose end was published. */
  sessions: string[];
  endedSessions: string[];
  /** Ids of the users whose deletion was published, and of those with mails to send. */
  deletedUsers: string[];
  usersWithMails: string[];
  products: StoredProduct[];
  versions: ProductVersion[];
  orders: StoredOrder[];
  payments: StoredPayment[];
  settlements: { id: string; state: string }[];
  carts: { id: string; items: (Item & { changedAt: Date })[] }[];
  replicas: { service: ReplicaHolder; product: StoredReplica }[];
  /** Documents with unpublished events. */
  outboxes: string[];
  deadLetters: string[];
  /** Images of products that are not in the object store. */
  missingImages: string[];
  ledger: Ledger;
}

/** The parts of a shop from which a snapshot is read. */
export interface SnapshotSource extends NatsMonitor {
  database(service: ServiceName): Db;
  ledger(): Promise<Ledger>;
  natsUrl: string;
  /** The public URL of the images. */
  mediaUrl: string;
  /** `ORDER_LIFETIME_SECONDS`, if it is not the default. */
  orderLifetimeSeconds?: number;
}

const replicaHolders = ['cart', 'orders'] as const;
type ReplicaHolder = (typeof replicaHolders)[number];

export async function takeSnapshot(source: SnapshotSource, history: ClientHistory): Promise<Snapshot> {
  // biome-ignore lint/suspicious/noExplicitAny: documents as they are stored
  const all = async (service: ServiceName, collection: string, filter = {}): Promise<any[]> => {
    const documents = await source.database(service).collection(collection).find(filter).toArray();
    return documents.map((doc) => ({ ...doc, id: String(doc._id) }));
  };
  const flatMap = async <T, R>(parts: readonly T[], read: (part: T) => Promise<R[]>): Promise<R[]> =>
    (await Promise.all(parts.map(read))).flat();

  const takenAt = new Date();
  const users = await all('auth', 'users');
  const products: StoredProduct[] = await all('products', 'products');
  return {
    history,
    takenAt,
    orderLifetimeSeconds: source.orderLifetimeSeconds ?? 86_400,
    users: users.map(({ id }) => id),
    sessions: users.flatMap(({ sessions = [] }) => sessions.map(({ id }: { id: string }) => id)),
    endedSessions: await endedSessions(source),
    deletedUsers: await deletedUsers(source),
    usersWithMails: users.filter(({ mails = [] }) => mails.length > 0).map(({ id }) => id),
    products,
    versions: await productVersions(source),
    orders: await all('orders', 'orders'),
    payments: await all('payments', 'orderpayments'),
    settlements: await all('products', 'settlements'),
    carts: await all('cart', 'carts'),
    replicas: await flatMap(replicaHolders, async (service) =>
      (await all(service, 'productreplicas')).map((product) => ({ service, product })),
    ),
    outboxes: await flatMap(eventServiceNames, async (service) =>
      flatMap(await source.database(service).collections(), async ({ collectionName }) =>
        (await all(service, collectionName, { 'outbox.eventId': { $exists: true } })).map(
          ({ id }) => `${collectionName} ${id}`,
        ),
      ),
    ),
    deadLetters: await flatMap(eventServiceNames, async (service) =>
      (await all(service, 'parked')).map(({ subject, error }) => `${service} ${subject} ${error}`),
    ),
    missingImages: await flatMap(
      products.flatMap(({ imageKey }) => imageKey ?? []),
      async (key) => {
        const { status } = await fetch(`${source.mediaUrl}/product-images/${key}`, { method: 'HEAD' });
        return status === 200 ? [] : [`${key}: ${status}`];
      },
    ),
    ledger: await source.ledger(),
  };
}
