import type { Db } from 'mongodb';
import type { Books } from '../../books.mjs';
import type { ServiceName } from '../../checkout/stack.ts';
import { type ProductVersion, productVersions } from './product-versions.ts';

export interface Item {
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
}
export interface StoredProduct {
  id: string;
  version: number;
  quantity: number;
  title: string;
  price: number;
  imageKey?: string | null;
  marks?: object;
}
export interface StoredPayment {
  id: string;
  order: { totalCents: number } | null;
  cancelled: boolean;
  charge: { state: string } | null;
  refund: { state: string } | null;
  due: Date | null;
}

/** What clients were told while the faults lasted. */
export interface ClientHistory {
  /** Ids of what was answered with 201. */
  users: string[];
  products: string[];
  orders: string[];
  /** Who may have an order that they were not told of, once for each. */
  unacknowledgedOrders: string[];
  /** Orders whose payment was answered with 201, with Stripe's id. */
  payments: { orderId: string; stripeId: string }[];
  /** The lowest quantity that anybody saw. */
  lowest: number;
  /** Answers that nobody should get, such as a 500. */
  failures: string[];
}

export const emptyHistory = (): ClientHistory => ({
  users: [],
  products: [],
  orders: [],
  unacknowledgedOrders: [],
  payments: [],
  lowest: 0,
  failures: [],
});

/** All that is stored anywhere, read when nothing moves any more. */
export interface Snapshot {
  history: ClientHistory;
  users: string[];
  products: StoredProduct[];
  /** Every version of every product, as its events told of it. */
  versions: ProductVersion[];
  orders: StoredOrder[];
  payments: StoredPayment[];
  settlements: { id: string; state: string }[];
  carts: { userId: string; items: (Item & { changedAt: Date })[] }[];
  replicas: { service: 'cart' | 'orders'; product: StoredProduct }[];
  /** Documents with events that were never published. */
  outboxes: string[];
  parked: string[];
  /** Pictures of products that the store has not. */
  missingImages: string[];
  books: Books;
}

/** Where all of it can be read. */
export interface SnapshotSource {
  database(service: ServiceName): Db;
  books(): Promise<Books>;
  natsUrl: string;
  /** Of NATS Streaming. */
  monitorUrl: string;
  channelPrefix: string;
  /** Where anybody can fetch the pictures. */
  mediaUrl: string;
}

const withOutbox = [
  ['products', 'products'],
  ['products', 'settlements'],
  ['cart', 'carts'],
  ['orders', 'orders'],
  ['payments', 'orderpayments'],
] as const;
const listening = ['products', 'cart', 'orders', 'payments'] as const;

export async function takeSnapshot(source: SnapshotSource, history: ClientHistory): Promise<Snapshot> {
  // biome-ignore lint/suspicious/noExplicitAny: documents as they are stored
  const all = async (service: ServiceName, collection: string, filter = {}): Promise<any[]> => {
    const documents = await source.database(service).collection(collection).find(filter).toArray();
    return documents.map((doc) => ({ ...doc, id: String(doc._id) }));
  };
  const flat = async <T>(nodes: readonly T[], read: (part: T) => Promise<string[]>) =>
    (await Promise.all(nodes.map(read))).flat();
  const replicas = async (service: 'cart' | 'orders') =>
    (await all(service, 'productreplicas')).map((product) => ({ service, product }));
  const products: StoredProduct[] = await all('products', 'products');
  return {
    history,
    users: (await all('auth', 'users')).map(({ id }) => id),
    products,
    versions: await productVersions(source),
    orders: await all('orders', 'orders'),
    payments: await all('payments', 'orderpayments'),
    settlements: await all('products', 'settlements'),
    carts: (await all('cart', 'carts')).map(({ id, items }) => ({ userId: id, items })),
    replicas: [...(await replicas('cart')), ...(await replicas('orders'))],
    outboxes: await flat(withOutbox, async ([service, collection]) =>
      (await all(service, collection, { 'outbox.eventId': { $exists: true } })).map(
        ({ id }) => `${collection} ${id}`,
      ),
    ),
    parked: await flat(listening, async (service) =>
      (await all(service, 'parked')).map(({ subject, error }) => `${service} ${subject} ${error}`),
    ),
    missingImages: await flat(
      products.flatMap(({ imageKey }) => imageKey ?? []),
      async (key) => {
        const { status } = await fetch(`${source.mediaUrl}/product-images/${key}`, { method: 'HEAD' });
        return status === 200 ? [] : [`${key}: ${status}`];
      },
    ),
    books: await source.books(),
  };
}
