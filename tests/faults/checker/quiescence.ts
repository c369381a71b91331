import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, type Shop, signUp } from '@ecommerce/test-kit';
import { ClientHistory } from './client-history.ts';
import { violationsIn } from './invariants.ts';
import { undelivered } from './nats-channels.ts';
import { type Snapshot, type SnapshotSource, takeSnapshot } from './snapshot.ts';

/** Longer than the lag of Stripe's search and the longest delay between two attempts to refund. */
export const QUIESCENCE_SECONDS = 240;

/** Waits until no message is undelivered and all invariants hold, at most `QUIESCENCE_SECONDS`. */
export async function checkAtQuiescence(
  source: SnapshotSource,
  history = new ClientHistory(),
): Promise<{ violations: string[]; snapshot: Snapshot }> {
  const end = Date.now() + QUIESCENCE_SECONDS * 1000;
  for (;;) {
    const pending = await undelivered(source);
    const snapshot = await takeSnapshot(source, history);
    const violations = [...pending.map((line) => `quiescence: ${line}`), ...violationsIn(snapshot)];
    // Waiting does not remove failures from the history, so these do not count here.
    if (violations.length === history.failures.length || Date.now() > end) return { violations, snapshot };
    await sleep(1000);
  }
}

/**
 * Makes a whole purchase as new users, repeating each step until it succeeds.
 * @returns its duration in seconds
 */
export async function measureRecovery(shop: Shop): Promise<number> {
  const begin = Date.now();
  const { seller, buyer } = await eventually(() => signUp(shop, 'seller', 'buyer'), 120);
  const product = await eventually(() => seller.sell(5), 120);
  const order = await eventually(() => buyer.order(product.id, 2), 120);
  await eventually(async () => [201, 400].includes((await buyer.pay(order.id)).response.status), 120);
  await buyer.untilStatus(order.id, 'Complete', 120);
  await buyer.untilStock(product.id, 3, 120);
  return (Date.now() - begin) / 1000;
}
