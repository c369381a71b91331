import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@ecommerce/shared/testing';
import { Person, type Shop } from '../../checkout/person.ts';
import { violationsIn } from './invariants.ts';
import { type ClientHistory, type Snapshot, type SnapshotSource, takeSnapshot } from './snapshot.ts';

/** Longer than Stripe's search may lag and the longest wait between two tries to refund. */
export const QUIESCENCE_SECONDS = 240;

interface Channel {
  name: string;
  last_seq: number;
  subscriptions?: { queue_name?: string; last_sent: number; pending_count: number }[];
}

/** What NATS Streaming still has to deliver, or to hear an ack of. */
export async function pending({ monitorUrl, channelPrefix }: SnapshotSource): Promise<string[]> {
  const response = await fetch(`${monitorUrl}/streaming/channelsz?subs=1&limit=10000`);
  const { channels } = (await response.json()) as { channels: Channel[] };
  return channels
    .filter(({ name }) => name.startsWith(channelPrefix))
    .flatMap(({ name, last_seq, subscriptions = [] }) => {
      const groups = new Set(subscriptions.flatMap(({ queue_name }) => queue_name ?? []));
      return [...groups].flatMap((group) => {
        const members = subscriptions.filter(({ queue_name }) => queue_name === group);
        const unacked = members.reduce((sum, { pending_count }) => sum + pending_count, 0);
        const unsent = last_seq - Math.max(...members.map(({ last_sent }) => last_sent));
        return unacked + unsent > 0 ? [`${group} ${name}: ${unsent} unsent, ${unacked} unacked`] : [];
      });
    });
}

/** Waits until nothing moves any more, and says what is wrong then. */
export async function checkAtQuiescence(
  source: SnapshotSource,
  history: ClientHistory,
): Promise<{ wrong: string[]; snapshot: Snapshot }> {
  const end = Date.now() + QUIESCENCE_SECONDS * 1000;
  for (;;) {
    const moving = await pending(source);
    const snapshot = await takeSnapshot(source, history);
    const wrong = [...moving.map((what) => `NATS comes to rest: ${what}`), ...violationsIn(snapshot)];
    // What somebody was told stays told.
    if (wrong.length === history.failures.length || Date.now() > end) return { wrong, snapshot };
    await sleep(1000);
  }
}

/**
 * A whole purchase by people who have just come, each step tried until it works.
 * @returns how long that took, in seconds
 */
export async function measureRecovery(shop: Shop): Promise<number> {
  const begin = Date.now();
  const [seller, buyer] = await Promise.all([1, 2].map(() => eventually(() => Person.signUp(shop), 120)));
  if (!seller || !buyer) throw new Error('nobody came');
  const product = await eventually(() => seller.sell(5), 120);
  const order = await eventually(() => buyer.order(product.id, 2), 120);
  await eventually(async () => [201, 400].includes((await buyer.pay(order.id)).status), 120);
  await eventually(async () => (await buyer.statusOf(order.id)) === 'Complete', 120);
  await eventually(
    async () => (await buyer.must(200, 'GET', `/api/products/${product.id}`)).quantity === 3,
    120,
  );
  return (Date.now() - begin) / 1000;
}
