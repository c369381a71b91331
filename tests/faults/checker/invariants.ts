import { moneyFor } from '../../books.mjs';
import type { Snapshot, StoredOrder } from './snapshot.ts';

const cents = (dollars: number) => Math.round(dollars * 100);
const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0);
const complete = (order: StoredOrder) => order.status === 'Complete';
const finalStates = new Set(['taken', 'rejected', 'returned']);

/** What holds whatever was killed and whenever: each rule tells what breaks it, one sentence each. */
export const invariants: Record<string, (all: Snapshot) => string[]> = {
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

  'what was fulfilled is gone from the stock, and nothing else': ({ orders, products, versions }) => {
    const sold = new Map<string, number>();
    for (const { productId, quantity } of orders.filter(complete).flatMap((order) => order.items))
      sold.set(productId, (sold.get(productId) ?? 0) + quantity);
    return products.flatMap(({ id }) => {
      const steps = versions.filter((one) => one.id === id).sort((a, b) => a.version - b.version);
      // Whoever edits a product gives it a new title; what changes beside edits is fulfilment.
      const gone = sum(
        steps.map((step, index) => {
          const before = steps[index - 1];
          return before?.title === step.title ? before.quantity - step.quantity : 0;
        }),
      );
      const fulfilled = sold.get(id) ?? 0;
      return gone === fulfilled ? [] : [`${id}: ${gone} gone, ${fulfilled} sold`];
    });
  },

  'stock was never below zero': ({ history, versions }) =>
    [history.lowest, ...versions.map(({ quantity }) => quantity)]
      .filter((quantity) => quantity < 0)
      .map((quantity) => `somebody saw ${quantity}`),

  'every version of a product was told of': ({ products, versions }) => {
    const known = new Map(versions.map((one) => [`${one.id} ${one.version}`, one]));
    return products.flatMap(({ id, version, quantity }) => {
      const missing = Array.from({ length: version + 1 }, (_, number) => number).filter(
        (number) => !known.has(`${id} ${number}`),
      );
      const wrong = known.get(`${id} ${version}`)?.quantity !== quantity;
      return [
        ...missing.map((number) => `${id}: version ${number} is missing`),
        ...(wrong ? [`${id}: its last version differs`] : []),
      ];
    });
  },

  'every replica equals its source': ({ products, replicas, orders, payments }) => {
    const kept = new Map(replicas.map(({ service, product }) => [`${service} ${product.id}`, product]));
    const records = new Map(payments.map((record) => [record.id, record]));
    return [
      ...products.flatMap(({ id, version, quantity, title, price }) =>
        (['cart', 'orders'] as const)
          .filter((service) => {
            const replica = kept.get(`${service} ${id}`);
            return (
              replica?.version !== version ||
              replica.quantity !== quantity ||
              replica.title !== title ||
              replica.price !== price
            );
          })
          .map(
            (service) => `${service} has ${id} at ${kept.get(`${service} ${id}`)?.version}, not ${version}`,
          ),
      ),
      ...orders
        .filter(({ id, total, status }) => {
          const record = records.get(id);
          const unheard = status === 'Cancelled' && !record?.cancelled && !record?.refund;
          return record?.order?.totalCents !== cents(total) || unheard;
        })
        .map(({ id, status }) => `payments does not know order ${id} as it is: ${status}`),
    ];
  },

  'every event was published': ({ outboxes }) => outboxes,
  'nothing is parked': ({ parked }) => parked,

  'no work is left half done': ({ settlements, products, payments }) => [
    ...settlements
      .filter(({ state }) => !finalStates.has(state))
      .map(({ id, state }) => `settlement ${id} is ${state}`),
    ...products.filter(({ marks }) => Object.keys(marks ?? {}).length > 0).map(({ id }) => `marks in ${id}`),
    ...payments
      .filter(({ charge, refund, due }) => charge?.state === 'pending' || refund?.state === 'due' || due)
      .map(({ id }) => `the payment of ${id} is under way`),
  ],

  'no cart holds what was bought': ({ carts, orders }) => {
    const paidAt = new Map<string, Date>();
    for (const { userId, items, history } of orders.filter(complete)) {
      const at = history.find(({ type }) => type === 'paid')?.at;
      for (const { productId } of items) {
        const key = `${userId} ${productId}`;
        if (at && at > (paidAt.get(key) ?? new Date(0))) paidAt.set(key, at);
      }
    }
    // What was put in after the payment is meant for the next order.
    return carts.flatMap(({ userId, items }) =>
      items
        .filter(
          ({ productId, changedAt }) => changedAt <= (paidAt.get(`${userId} ${productId}`) ?? new Date(0)),
        )
        .map(({ productId }) => `${userId} still has ${productId}`),
    );
  },

  'every 201 is in the database': ({ history, users, products, orders, books }) => {
    const gone = (what: string, ids: string[], stored: { id: string }[]) => {
      const known = new Set(stored.map(({ id }) => id));
      return ids.filter((id) => !known.has(id)).map((id) => `${what} ${id} is gone`);
    };
    const charges = books.payment_intents.filter(({ status }) => status === 'succeeded');
    return [
      ...gone(
        'user',
        history.users,
        users.map((id) => ({ id })),
      ),
      ...gone('product', history.products, products),
      ...gone('order', history.orders, orders),
      ...gone(
        'charge',
        history.payments.map(({ stripeId }) => stripeId),
        charges,
      ),
    ];
  },

  'who placed an order once has one': ({ history, orders }) => {
    const placed = new Set(history.orders);
    return history.users.flatMap((user) => {
      const extra = orders.filter(({ id, userId }) => userId === user && !placed.has(id));
      const asked = history.unacknowledgedOrders.filter((one) => one === user);
      return extra.length > asked.length
        ? [`${user} also has ${extra.map(({ id }) => id).join(', ')}, and placed ${asked.length} of these`]
        : [];
    });
  },

  'every picture of a product is in the store': ({ missingImages }) => missingImages,
  'nobody got an answer that nobody should get': ({ history }) => history.failures,
};

/** Each violation as "rule: what breaks it"; empty when all is right. */
export const violationsIn = (all: Snapshot): string[] =>
  Object.entries(invariants).flatMap(([rule, broken]) => broken(all).map((what) => `${rule}: ${what}`));
