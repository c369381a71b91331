import { type Logger, withTrace } from '@ecommerce/service-kit/observability';
import { type AggregateStore, PendingWork, updateAggregate } from '@ecommerce/service-kit/persistence';
import type { Worker } from '@ecommerce/service-kit/runtime';
import type { ChargeService } from './charge-service.ts';
import { isDue, leaseExpiry, nextAttemptAt, scheduledFilter } from './next-attempt.ts';
import type { OrderPayment } from './order-payment.ts';
import type { Refunder } from './refunder.ts';

const CONCURRENCY = 16;

interface Parts {
  payments: AggregateStore<OrderPayment>;
  charges: ChargeService;
  refunder: Refunder;
  log: Logger;
}

/** Worker that settles indeterminate charges and due refunds. */
export const reconciler = (parts: Parts): Worker =>
  new PendingWork<OrderPayment>(parts.payments, {
    dueAt: nextAttemptAt,
    filter: scheduledFilter,
    work: (payment) => claim(payment, parts),
    concurrency: CONCURRENCY,
    log: parts.log,
  });

/** Runs a due attempt, unless another instance has claimed it. */
async function claim(payment: OrderPayment, { payments, charges, refunder }: Parts): Promise<void> {
  const { outcome, after } = await updateAggregate(payments, payment, (current) =>
    isDue(current, payments.clock) ? { set: leaseExpiry(payments.clock) } : undefined,
  );
  const claimed = outcome === 'updated';
  if (!claimed) return;
  const { charge, refund } = after;
  const work = () => (charge?.state === 'pending' ? charges.reconcile(after) : refunder.refund(after));
  await withTrace((refund ?? charge)?.traceparent, work, { orderId: String(payment._id) });
}
