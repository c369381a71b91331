import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, type Shop, signUp } from '@ecommerce/test-kit';
import { ClientHistory } from './client-history.ts';
import { violationsIn } from './invariants.ts';
import { undelivered } from './nats-channels.ts';
import { type Snapshot, type SnapshotSource, takeSnapshot } from './snapshot.ts';

/** Longer than Stripe's search may lag and the longest wait between two attempts to refund. */
export const QUIESCENCE_SECONDS = 240;

/** Waits until no message is under way and all invariants hold, or the time is over. */
export async function checkAtQuiescence(
  source: SnapshotSource,
  history = new ClientHistory(),
): Promise<{ violations: string[]; snapshot: Snapshot }> {
  const end = Date.now() + QUIESCENCE_SECONDS * 1000;
  for (;;) {
    const moving = await undelivered(source);
    const snapshot = await takeSnapshot(source, history);
    const violations = [...moving.map((what) => `quiescence: ${what}`), ...violationsIn(snapshot)];
    // No wait undoes an answer that a client has got.
    if (violations.length === history.failures.length || Date.now() > end) return { violations, snapshot };
    await sleep(1000);
  }
}

/**
 * Makes a whole purchase by new people, each step repeated until it works.
 * @returns how long that took, in seconds
 */
export async function measureRecovery(shop: Shop): Promise<number> {
  const begin = Date.now();
  const { seller, buyer } = await eventually(() => signUp(shop, 'seller', 'buyer'), 120);
  const product = await eventually(() => seller.sell(5), 120);
  const order = await eventually(() => buyer.order(product.id, 2), 120);
  await eventually(async () => [201, 400].includes((await buyer.pay(order.id)).status), 120);
  await buyer.untilStatus(order.id, 'Complete', 120);
  await buyer.untilStock(product.id, 3, 120);
  return (Date.now() - begin) / 1000;
}
