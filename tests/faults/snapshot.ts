import type { Books } from '../books.mjs';
import type { Stack } from '../checkout/stack.ts';

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
}
export interface StoredProduct {
  id: string;
  version: number;
  quantity: number;
  title: string;
  price: number;
}

/** What clients were told while the faults lasted. */
export interface Told {
  /** The quantity that each product would have if nothing had been sold. */
  quantities: Record<string, number>;
  /** Ids of orders that were answered with 201. */
  orders: string[];
  /** Orders whose payment was answered with 201, with Stripe's id. */
  payments: { orderId: string; stripeId: string }[];
  /** The lowest quantity that anybody saw. */
  lowest: number;
  /** Answers with 500, as "METHOD path". */
  failures: string[];
}

/** All that is stored anywhere, read when nothing moves any more. */
export interface Snapshot {
  told: Told;
  products: StoredProduct[];
  orders: StoredOrder[];
  carts: { userId: string; items: Item[] }[];
  replicas: { service: string; product: StoredProduct }[];
  /** Documents with events that were never published. */
  outboxes: string[];
  parked: string[];
  books: Books;
}

const withEvents = { 'outbox.eventId': { $exists: true } };
const owners = { products: 'products', cart: 'carts', orders: 'orders', payments: 'orderpayments' } as const;

export async function takeSnapshot(stack: Stack, told: Told): Promise<Snapshot> {
  // biome-ignore lint/suspicious/noExplicitAny: documents as they are stored
  const all = async (service: keyof typeof owners, collection: string, filter = {}): Promise<any[]> =>
    (await stack.database(service).collection(collection).find(filter).toArray()).map((doc) => ({
      ...doc,
      id: String(doc._id),
    }));
  const services = Object.keys(owners) as (keyof typeof owners)[];
  const perService = async (collection: (service: keyof typeof owners) => string, filter = {}) =>
    (
      await Promise.all(
        services.map(async (service) =>
          (await all(service, collection(service), filter)).map((doc) => ({ service, doc })),
        ),
      )
    ).flat();
  const outboxes = await perService((service) => owners[service], withEvents);
  const settlements = await all('products', 'settlements', withEvents);
  const parked = await perService(() => 'parkeds');
  return {
    told,
    products: await all('products', 'products'),
    orders: await all('orders', 'orders'),
    carts: (await all('cart', 'carts')).map(({ id, items }) => ({ userId: id, items })),
    replicas: (
      await Promise.all(
        (['cart', 'orders'] as const).map(async (service) =>
          (await all(service, 'productreplicas')).map((product) => ({ service, product })),
        ),
      )
    ).flat(),
    outboxes: [
      ...outboxes.map(({ service, doc }) => `${service} ${doc.id}`),
      ...settlements.map(({ id }) => `settlement ${id}`),
    ],
    parked: parked.map(({ service, doc }) => `${service} ${doc.subject} ${doc.error}`),
    books: await stack.books(),
  };
}
