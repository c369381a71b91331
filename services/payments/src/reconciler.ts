import { type Logger, withTrace } from '@ecommerce/service-kit/observability';
import { type AggregateStore, updateAggregate } from '@ecommerce/service-kit/persistence';
import { Poller, type Worker } from '@ecommerce/service-kit/runtime';
import type { Types } from 'mongoose';
import type { ChargeService } from './charge-service.ts';
import { dueFilter, isDue, leaseExpiry } from './next-attempt.ts';
import type { OrderPayment } from './order-payment.ts';
import type { Refunder } from './refunder.ts';

const SWEEP_INTERVAL_MS = 500;
const CONCURRENCY = 16;

interface Parts {
  payments: AggregateStore<OrderPayment>;
  charges: ChargeService;
  refunder: Refunder;
  log: Logger;
}

/** The worker that finishes indeterminate charges and due refunds. */
export const reconciler = (parts: Parts): Worker =>
  new Poller(() => sweep(parts), SWEEP_INTERVAL_MS, parts.log);

async function sweep(parts: Parts): Promise<void> {
  const { model, clock } = parts.payments;
  const due = await model.find(dueFilter(clock), { _id: 1 }).limit(CONCURRENCY).lean();
  await Promise.all(due.map(({ _id }) => claim(_id, parts)));
}

/** Attempts one, unless another instance has claimed it meanwhile. */
async function claim(id: Types.ObjectId, { payments, charges, refunder }: Parts): Promise<void> {
  const { outcome, after } = await updateAggregate(payments, id, (current) =>
    isDue(current, payments.clock) ? { set: leaseExpiry(payments.clock) } : undefined,
  );
  const claimed = outcome === 'updated';
  if (!claimed) return;
  const { charge, refund } = after;
  const work = () => (charge?.state === 'pending' ? charges.reconcile(after) : refunder.refund(after));
  await withTrace((refund ?? charge)?.traceparent, work, { orderId: String(id) });
}
