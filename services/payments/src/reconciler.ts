import { change, type Logger, Periodic, type Worker, withTrace } from '@ecommerce/shared';
import type { Cashier } from './cashier.ts';
import { inLease, OrderPayment } from './order-payment.ts';
import type { Refunder } from './refunder.ts';

const SWEEP_MS = 500;
const AT_ONCE = 16;

/** Takes up what is due: charges whose outcome is not known, and refunds. */
export class Reconciler implements Worker {
  private readonly cashier: Cashier;
  private readonly refunder: Refunder;
  private readonly sweeper: Periodic;

  constructor(cashier: Cashier, refunder: Refunder, log: Logger) {
    this.cashier = cashier;
    this.refunder = refunder;
    this.sweeper = new Periodic(() => this.sweep(), SWEEP_MS, log);
  }

  start(): void {
    this.sweeper.start();
  }

  stop(): Promise<void> {
    return this.sweeper.stop();
  }

  private async sweep(): Promise<void> {
    const due = await OrderPayment.find({ due: { $ne: null, $lte: new Date() } }, { _id: 1 })
      .limit(AT_ONCE)
      .lean();
    await Promise.all(due.map(({ _id }) => this.takeUp(String(_id))));
  }

  private async takeUp(orderId: string): Promise<void> {
    let mine = false;
    const record = await change(OrderPayment, orderId, ({ due }) => {
      mine = due !== null && due <= new Date();
      return mine ? { set: { due: inLease() } } : undefined;
    });
    if (!record || !mine) return;
    const { charge, refund } = record;
    const work = () =>
      charge?.state === 'pending' ? this.cashier.reconcile(record) : this.refunder.refund(record);
    await withTrace((refund ?? charge)?.traceparent, work, { orderId });
  }
}
