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
 * Saga that allocates stock to payments. Each step is idempotent and each transition is one guarded write, so a
 * redelivered event resumes an interrupted allocation, even at two instances concurrently.
 */
export class AllocationSaga {
  readonly allocations: AggregateStore<StockAllocation>;
  readonly stock: Stock;

  constructor(allocations: AggregateStore<StockAllocation>, stock: Stock) {
    this.allocations = allocations;
    this.stock = stock;
  }

  /** Reserves the items of a payment, all or none; publishes `inventory:rejected` on a shortage. Idempotent. */
  async allocate(payment: Payment): Promise<void> {
    const [line, ...others] = payment.items;
    // A single line is reserved by one write, so it needs no record before that.
    const isReserved = line && others.length === 0 && (await this.stock.reserveFirst(payment, line));
    await this.resume(await this.open(payment, isReserved ? 'allocated' : 'allocating'));
  }

  /** Releases the stock reserved for a payment and prevents a later reservation. Idempotent. */
  async release(payment: Payment): Promise<void> {
    await this.resume(await this.open(payment, 'released'));
    await this.resume(await this.transition(payment.id, 'refunded'));
  }

  /**
   * Creates an allocation, or returns the existing one unchanged. A refund that arrives before its payment creates a
   * released one.
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

  /** Performs the remaining steps of an allocation, from any state. */
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

  /** Reserves line by line. @returns the first line without enough stock, in a list */
  private async firstShortage(allocation: StockAllocation): Promise<Line[]> {
    for (const line of allocation.items) if (!(await this.stock.reserve(allocation, line))) return [line];
    return [];
  }

  /** Applies an event by the transitions in `stock-allocation.ts`. */
  private async transition(id: string, cause: AllocationEvent, short?: Line[]): Promise<StockAllocation> {
    const { after } = await updateAggregate(this.allocations, id, (current) => {
      const step = nextStep(stateOf(current), cause);
      if (!step) return;
      return {
        set: { ...(short && { short }), state: STORED_STATE[step.next] },
        events: (allocation) => (step.action ? [inventoryRejectedEvent(allocation)] : []),
      };
    });
    if (!after) throw new Error(`allocation ${id} does not exist`);
    return after;
  }
}

const inventoryRejectedEvent = ({ _id, orderId, short }: StockAllocation): PendingEvent =>
  event('inventory:rejected', { paymentId: String(_id), orderId, items: short });
