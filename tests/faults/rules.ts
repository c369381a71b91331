import { moneyFor } from '../books.mjs';
import type { Snapshot, StoredOrder } from './snapshot.ts';

const cents = (dollars: number) => Math.round(dollars * 100);
const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0);

const complete = (order: StoredOrder) => order.status === 'Complete';

/** What holds whatever was killed and whenever: each rule tells what breaks it, one sentence each. */
export const rules: Record<string, (all: Snapshot) => string[]> = {
  'a complete order has one charge of exactly its total, and it is not refunded': (all) =>
    all.orders.filter(complete).flatMap((order) => {
      const { charges, kept } = moneyFor(all.books, order.id);
      const right = charges.length === 1 && kept === cents(order.total);
      return right
        ? []
        : [`${order.id}: ${charges.length} charges, kept ${kept} of ${cents(order.total)} cents`];
    }),

  'no money is kept for any other order': (all) =>
    all.orders
      .filter((order) => !complete(order))
      .map((order) => ({ order, kept: moneyFor(all.books, order.id).kept }))
      .filter(({ kept }) => kept !== 0)
      .map(({ order, kept }) => `${order.id} is ${order.status}, and ${kept} cents are kept`),

  'nobody was charged for an order that is not there': (all) => {
    const known = new Set(all.orders.map(({ id }) => id));
    return all.books.payment_intents
      .filter(({ metadata }) => !known.has(metadata.orderId ?? ''))
      .map(({ id, metadata }) => `${id} for ${metadata.orderId}`);
  },

  'what was fulfilled is gone from the stock, and nothing else': (all) =>
    all.products.flatMap(({ id, quantity }) => {
      const first = all.told.quantities[id];
      if (first === undefined) return [];
      const items = all.orders.filter(complete).flatMap((order) => order.items);
      const sold = sum(items.filter(({ productId }) => productId === id).map((item) => item.quantity));
      return quantity === first - sold ? [] : [`${id}: ${quantity} left of ${first}, ${sold} sold`];
    }),

  'stock was never below zero': ({ told, products }) =>
    [told.lowest, ...products.map(({ quantity }) => quantity)]
      .filter((quantity) => quantity < 0)
      .map((quantity) => `somebody saw ${quantity}`),

  'every replica equals its source': ({ products, replicas }) =>
    products.flatMap((product) =>
      replicas
        .filter((replica) => replica.product.id === product.id)
        .filter(
          ({ product: { version, quantity, title, price } }) =>
            version !== product.version ||
            quantity !== product.quantity ||
            title !== product.title ||
            price !== product.price,
        )
        .map(
          ({ service, product: { version } }) =>
            `${service} has ${product.id} at ${version}, not ${product.version}`,
        ),
    ),

  'every event was published': ({ outboxes }) => outboxes,
  'nothing is parked': ({ parked }) => parked,

  'no cart holds what was bought': ({ carts, orders }) =>
    carts.flatMap(({ userId, items }) =>
      items
        .filter(({ productId }) =>
          orders.some(
            (order) =>
              complete(order) &&
              order.userId === userId &&
              order.items.some((item) => item.productId === productId),
          ),
        )
        .map(({ productId }) => `${userId} still has ${productId}`),
    ),

  'every 201 is in the database': ({ told, orders, books }) => {
    const stored = new Set(orders.map(({ id }) => id));
    const charged = new Set(
      books.payment_intents.filter(({ status }) => status === 'succeeded').map(({ id }) => id),
    );
    return [
      ...told.orders.filter((id) => !stored.has(id)).map((id) => `order ${id} is gone`),
      ...told.payments
        .filter(({ stripeId }) => !charged.has(stripeId))
        .map(({ orderId }) => `no charge for ${orderId}`),
    ];
  },

  'no answer was a 500': ({ told }) => told.failures,
};

/** Each violation as "rule: what breaks it"; empty when all is right. */
export const violations = (all: Snapshot): string[] =>
  Object.entries(rules).flatMap(([rule, broken]) => broken(all).map((what) => `${rule}: ${what}`));
