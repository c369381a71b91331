import type { EventData, Line } from '@ecommerce/contracts';
import { bindLogFields } from '@ecommerce/service-kit/observability';
import {
  type AggregateStore,
  event,
  insertAggregate,
  isDuplicateKey,
  type PendingEvent,
  updateAggregate,
} from '@ecommerce/service-kit/persistence';
import { Types } from 'mongoose';
import type { Stock } from './stock.ts';
import {
  type AllocationEvent,
  nextStep,
  STORED_STATE,
  type StockAllocation,
  stateOf,
} from './stock-allocation.ts';

type Payment = Pick<EventData<'payment:created'>, 'id' | 'orderId' | 'items'>;

/**
 * Saga that allocates stock to payments. Each step is idempotent and each transition is one guarded write, so that a
 * redelivered event resumes what a crash interrupted, also at another instance at the same time.
 */
export class AllocationSaga {
  readonly allocations: AggregateStore<StockAllocation>;
  readonly stock: Stock;

  constructor(allocations: AggregateStore<StockAllocation>, stock: Stock) {
    this.allocations = allocations;
    this.stock = stock;
  }

  /** Reserves what was paid for, all or nothing; publishes `inventory:rejected` when there is not enough. Idempotent. */
  async allocate(payment: Payment): Promise<void> {
    await this.open(payment, 'allocating');
    await this.resume(payment.id);
  }

  /** Puts back what was reserved for a payment, and has nothing reserved for it later. Idempotent. */
  async release(payment: Payment): Promise<void> {
    await this.open(payment, 'released');
    await this.resume(payment.id);
    await this.transition(payment.id, 'refunded');
    await this.resume(payment.id);
  }

  /** Leaves an existing allocation as it is; a refund that arrives before its payment leaves one that is released. */
  private async open({ id, orderId, items }: Payment, state: 'allocating' | 'released'): Promise<void> {
    const fields = { orderId, items, short: [], state: STORED_STATE[state] };
    await insertAggregate(this.allocations, { _id: new Types.ObjectId(id), ...fields }).catch((error) => {
      if (!isDuplicateKey(error)) throw error;
    });
  }

  /** Does the steps that an allocation has before it, from whatever state it is in. */
  private async resume(id: string): Promise<void> {
    let allocation: StockAllocation = await this.allocations.model.findById(id).orFail().lean();
    if (stateOf(allocation) === 'allocating') {
      const short = await this.firstShortage(allocation);
      allocation = await this.transition(id, short.length > 0 ? 'short' : 'reserved', short);
    }
    if (stateOf(allocation) === 'compensating') {
      for (const line of allocation.items) await this.stock.compensate(allocation, line);
      allocation = await this.transition(id, 'compensated');
    }
    if (stateOf(allocation) === 'releasing') {
      for (const line of allocation.items) await this.stock.release(allocation, line);
      allocation = await this.transition(id, 'released');
    }
    await this.stock.clearStepMarker(allocation);
    bindLogFields({ result: `stock ${stateOf(allocation)}` });
  }

  /** Reserves line after line until one is short. */
  private async firstShortage(allocation: StockAllocation): Promise<Line[]> {
    for (const line of allocation.items) if (!(await this.stock.reserve(allocation, line))) return [line];
    return [];
  }

  /** Applies an event by the table of `stock-allocation.ts`. */
  private async transition(id: string, cause: AllocationEvent, short?: Line[]): Promise<StockAllocation> {
    const { after } = await updateAggregate(this.allocations, id, (current) => {
      const step = nextStep(stateOf(current), cause);
      if (!step) return;
      return {
        set: { ...(short && { short }), state: STORED_STATE[step.next] },
        events: (allocation) => (step.action ? [inventoryRejectedEvent(allocation)] : []),
      };
    });
    if (!after) throw new Error(`there is no allocation ${id}`);
    return after;
  }
}

const inventoryRejectedEvent = ({ _id, orderId, short }: StockAllocation): PendingEvent =>
  event('inventory:rejected', { paymentId: String(_id), orderId, items: short });
