import { moneyFor } from '../../ledger.mjs';
import type { Snapshot, StoredOrder } from './snapshot.ts';

const EPOCH = new Date(0);
const cents = (dollars: number) => Math.round(dollars * 100);
/** Covers the time that orders lets a payment arrive, and the delay of a timer. */
const EXPIRY_DELAY_MS = 60_000;
/** Between two readings of the clock in one request. */
const CLOCK_TOLERANCE_MS = 1000;
const isComplete = ({ status }: StoredOrder) => status === 'Complete';
const idsOf = (stored: { id: string }[]) => new Set(stored.map(({ id }) => id));
const finalStates = new Set(['taken', 'rejected', 'returned']);

/** Properties that hold at quiescence after any injected fault. Each yields one line per violation. */
export const invariants: Record<string, (state: Snapshot) => Iterable<string>> = {
  *'a complete order has one charge of exactly its total and no refund'({ orders, ledger }) {
    for (const { id, total } of orders.filter(isComplete)) {
      const { charges, kept } = moneyFor(ledger, id);
      if (charges.length !== 1 || kept !== cents(total))
        yield `${id}: ${charges.length} charges, ${kept} of ${cents(total)} cents kept`;
    }
  },

  *'no money is kept for any other order'({ orders, ledger }) {
    for (const { id, status } of orders.filter((order) => !isComplete(order))) {
      const { kept } = moneyFor(ledger, id);
      if (kept !== 0) yield `${id} is ${status}, and ${kept} cents are kept`;
    }
  },

  *'every charge belongs to an order'({ orders, ledger }) {
    const known = idsOf(orders);
    for (const { id, metadata } of ledger.payment_intents)
      if (!known.has(metadata.orderId ?? '')) yield `${id} for ${metadata.orderId}`;
  },

  *'stock goes down by exactly the items of complete orders'({ orders, products, versions }) {
    const sold = new Map<string, number>();
    for (const { productId, quantity } of orders.filter(isComplete).flatMap(({ items }) => items))
      sold.set(productId, (sold.get(productId) ?? 0) + quantity);
    for (const product of products) {
      const { id } = product;
      const published = versions.flatMap((one) => (one.removed ? [] : [one]));
      // A refund changes the stock of a removed product without an event.
      const states = product.removedAt ? [...published, product] : published;
      const history = states.filter((one) => one.id === id).sort((a, b) => a.version - b.version);
      let gone = 0;
      // Every edit in a workload changes the title, so all other changes of stock are sales.
      for (const [index, { title, quantity }] of history.entries()) {
        const before = history[index - 1];
        if (before?.title === title) gone += before.quantity - quantity;
      }
      const fulfilled = sold.get(id) ?? 0;
      if (gone !== fulfilled) yield `${id}: stock went down by ${gone}, but ${fulfilled} units were sold`;
    }
  },

  *'stock is never negative'({ history, versions }) {
    for (const quantity of [history.lowest, ...versions.map((one) => (one.removed ? 0 : one.quantity))])
      if (quantity < 0) yield `a response or an event had quantity ${quantity}`;
  },

  *'every version of a product has an event'({ products, versions }) {
    const known = new Map(versions.map((one) => [`${one.id} ${one.version}`, one]));
    for (const { id, version, quantity, removedAt } of products) {
      const removal = versions.find((one) => one.id === id && one.removed);
      if (Boolean(removal) !== Boolean(removedAt)) yield `${id}: the event of its removal is wrong`;
      for (let number = 0; number <= (removal?.version ?? version); number++)
        if (!known.has(`${id} ${number}`)) yield `${id}: version ${number} is missing`;
      const last = known.get(`${id} ${version}`);
      if (!removal && (!last || last.removed || last.quantity !== quantity))
        yield `${id}: the event of its last version has another quantity`;
    }
  },

  *'every replica of a product equals its source'({ products, versions, replicas }) {
    const fields = ['version', 'quantity', 'title', 'price'] as const;
    const stored = new Map(replicas.map(({ service, product }) => [`${service} ${product.id}`, product]));
    for (const product of products)
      for (const service of ['cart', 'orders']) {
        const replica = stored.get(`${service} ${product.id}`);
        const isOutdated = product.removedAt
          ? !replica?.removed
          : !replica || replica.removed || fields.some((field) => replica[field] !== product[field]);
        if (isOutdated)
          yield `${service} has version ${replica?.version} of ${product.id}, not ${product.version}`;
      }
    const removed = idsOf(versions.filter((one) => one.removed));
    for (const { service, product } of replicas)
      if (removed.has(product.id) && !product.removed)
        yield `${service} offers ${product.id}, which is removed`;
  },

  *'payments knows every order and its cancellation'({ orders, payments }) {
    const records = new Map(payments.map((record) => [record.id, record]));
    for (const { id, total, status } of orders) {
      const record = records.get(id);
      const missed = status === 'Cancelled' && !record?.cancelled && !record?.refund;
      if (record?.order?.totalCents !== cents(total) || missed)
        yield `payments has an outdated record of order ${id}, which is ${status}`;
    }
  },

  *'an unpaid order expires after its time, and not before'({ orders, orderLifetimeSeconds, takenAt }) {
    for (const { id, status, history, createdAt } of orders) {
      const endMs = createdAt.getTime() + orderLifetimeSeconds * 1000;
      const isOpen = status !== 'Complete' && status !== 'Cancelled';
      if (isOpen && endMs + EXPIRY_DELAY_MS < takenAt.getTime()) yield `${id} is still ${status}`;
      for (const { type, at } of history)
        if (type === 'expired' && at.getTime() < endMs) yield `${id} expired too early`;
    }
  },

  *'no charge begins after the time of its order'({ orders, payments, orderLifetimeSeconds }) {
    const createdAt = new Map(orders.map((order) => [order.id, order.createdAt.getTime()]));
    const limitMs = orderLifetimeSeconds * 1000 + CLOCK_TOLERANCE_MS;
    for (const { id, charge } of payments)
      if (charge && charge.startedAt.getTime() > (createdAt.get(id) ?? 0) + limitMs)
        yield `the charge of order ${id} began at ${charge.startedAt.toISOString()}`;
  },

  'every event is published': ({ outboxes }) => outboxes,
  'there are no dead letters': ({ deadLetters }) => deadLetters,

  *'no work is pending'({ settlements, products, payments, usersWithMails }) {
    for (const id of usersWithMails) yield `user ${id} has mails to send`;
    for (const { id, state } of settlements)
      if (!finalStates.has(state)) yield `stock allocation ${id} is ${state}`;
    for (const { id, marks, discardedImages = [], removedAt, isOrdered } of products) {
      if (Object.keys(marks ?? {}).length > 0) yield `product ${id} has step markers`;
      if (discardedImages.length > 0) yield `product ${id} has images to remove`;
      if (removedAt && !isOrdered) yield `product ${id} is to be deleted`;
    }
    for (const { id, charge, refund, due } of payments)
      if (charge?.state === 'pending' || refund?.state === 'due' || due)
        yield `the payment of order ${id} is pending`;
  },

  *'no cart contains a line that was paid'({ carts, orders }) {
    const paidAt = new Map<string, Date>();
    for (const { userId, items, history } of orders.filter(isComplete)) {
      const at = history.find(({ type }) => type === 'paid')?.at ?? EPOCH;
      for (const { productId } of items) {
        const line = `${userId} ${productId}`;
        if (at > (paidAt.get(line) ?? EPOCH)) paidAt.set(line, at);
      }
    }
    // Lines added after the payment belong to the next order.
    for (const { id, items } of carts)
      for (const { productId, changedAt } of items)
        if (changedAt <= (paidAt.get(`${id} ${productId}`) ?? EPOCH))
          yield `the cart of ${id} still has ${productId}`;
  },

  *'every resource that a 201 acknowledged is stored'({
    history,
    users,
    products,
    versions,
    orders,
    ledger,
  }) {
    const charges = ledger.payment_intents.filter(({ status }) => status === 'succeeded');
    const paid = new Set(
      orders.filter(isComplete).flatMap(({ items }) => items.map((item) => item.productId)),
    );
    // A removed product is deleted, unless an order that was paid refers to it.
    const deleted = versions.filter(({ id, removed }) => removed && !paid.has(id));
    const kinds: [name: string, answered: string[], stored: Set<string>][] = [
      ['user', history.users, new Set(users)],
      ['product', history.products, idsOf([...products, ...deleted])],
      ['order', history.orders, idsOf(orders)],
      ['charge', history.payments.map(({ stripeId }) => stripeId), idsOf(charges)],
    ];
    for (const [name, answered, stored] of kinds)
      for (const id of answered) if (!stored.has(id)) yield `${name} ${id} is missing`;
  },

  *'a session that a sign-out ended is over, and its end is published'({ history, sessions, endedSessions }) {
    const [stored, published] = [new Set(sessions), new Set(endedSessions)];
    for (const id of history.endedSessions) {
      if (stored.has(id)) yield `session ${id} still exists`;
      if (!published.has(id)) yield `session ${id} has no event`;
    }
  },

  *'a deleted user is gone with the cart, and has an event'({ history, users, deletedUsers, carts }) {
    const [stored, published] = [new Set(users), new Set(deletedUsers)];
    const withCart = idsOf(carts);
    for (const id of history.deletedUsers) {
      if (stored.has(id)) yield `user ${id} still exists`;
      if (withCart.has(id)) yield `user ${id} still has a cart`;
      if (!published.has(id)) yield `user ${id} has no event`;
    }
  },

  *'one order request leads to one order'({ history, orders }) {
    const acknowledged = new Set(history.orders);
    for (const user of history.users) {
      const extra = orders.filter(({ id, userId }) => userId === user && !acknowledged.has(id));
      const allowed = history.unacknowledgedOrders.filter((one) => one === user).length;
      if (extra.length > allowed)
        yield `${user} also has ${extra.map(({ id }) => id).join(', ')}, with ${allowed} unacknowledged requests`;
    }
  },

  'every image of a product is stored': ({ missingImages }) => missingImages,

  *'a removed product has no image'({ products }) {
    for (const { id, imageKey, removedAt } of products)
      if (removedAt && imageKey) yield `${id} has ${imageKey}`;
  },

  'no client gets an unexpected response': ({ history }) => history.failures,
};

/** Lists all violations as "invariant: details"; empty if all invariants hold. */
export const violationsIn = (state: Snapshot): string[] =>
  Object.entries(invariants).flatMap(([name, check]) =>
    [...check(state)].map((details) => `${name}: ${details}`),
  );
