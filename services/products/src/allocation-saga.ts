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
    const [line, ...others] = payment.items;
    // One product is changed by one write, so that its allocation needs no record until that is done.
    const isReserved = line && others.length === 0 && (await this.stock.reserveFirst(payment, line));
    await this.resume(await this.open(payment, isReserved ? 'allocated' : 'allocating'));
  }

  /** Puts back what was reserved for a payment, and has nothing reserved for it later. Idempotent. */
  async release(payment: Payment): Promise<void> {
    await this.resume(await this.open(payment, 'released'));
    await this.resume(await this.transition(payment.id, 'refunded'));
  }

  /**
   * Opens an allocation, or finds the one that exists, which stays as it is. A refund that arrives before its payment
   * leaves one that is released.
   */
  private async open(
    { id, orderId, items }: Payment,
    state: 'allocating' | 'allocated' | 'released',
  ): Promise<StockAllocation> {
    const fields = { orderId, items, short: [], state: STORED_STATE[state] };
    try {
      return await insertAggregate(this.allocations, { _id: new Types.ObjectId(id), ...fields });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return this.allocations.model.findById(id).orFail().lean();
    }
  }

  /** Does the steps that an allocation has before it, from whatever state it is in. */
  private async resume(allocation: StockAllocation): Promise<void> {
    let current = allocation;
    const id = String(current._id);
    if (stateOf(current) === 'released')
      for (const line of current.items) await this.stock.releaseUnrecorded(current, line);
    if (stateOf(current) === 'allocating') {
      const short = await this.firstShortage(current);
      current = await this.transition(id, short.length > 0 ? 'short' : 'reserved', short);
    }
    if (stateOf(current) === 'compensating') {
      for (const line of current.items) await this.stock.compensate(current, line);
      current = await this.transition(id, 'compensated');
    }
    if (stateOf(current) === 'releasing') {
      for (const line of current.items) await this.stock.release(current, line);
      current = await this.transition(id, 'released');
    }
    this.stock.clearStepMarker(current);
    bindLogFields({ result: `stock ${stateOf(current)}` });
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
