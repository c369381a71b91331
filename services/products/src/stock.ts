import type { Line } from '@ecommerce/contracts';
import {
  type AggregateStore,
  type RecoverableWork,
  updateAggregate,
} from '@ecommerce/service-kit/persistence';
import { Types } from 'mongoose';
import { type Product, productUpdatedEvents } from './product.ts';
import { allocationsIn, hasStepMarker, type Step, stepMarker } from './step-markers.ts';
import { type AllocationState, type StockAllocation, stateOf } from './stock-allocation.ts';

/** The state of an allocation while a step is in progress. */
const stateDuring: Record<Step, AllocationState> = {
  reserved: 'allocating',
  compensated: 'compensating',
  released: 'releasing',
};

/** The step that an allocation has completed in a state. */
const completedStep: Partial<Record<AllocationState, Step>> = {
  allocated: 'reserved',
  rejected: 'compensated',
  released: 'released',
};

/** Units that can still be sold. A payment that arrives after the removal of its product is refunded. */
const unitsForSale = ({ quantity, removedAt }: Product): number => (removedAt ? 0 : quantity);

/**
 * Performs the steps of the allocation saga, each on the stock of one product. A deleted product is like one that is removed:
 * nothing can be reserved, and there is nothing to put back.
 */
export class Stock implements RecoverableWork {
  private readonly products: AggregateStore<Product>;
  private readonly allocations: AggregateStore<StockAllocation>;

  constructor(products: AggregateStore<Product>, allocations: AggregateStore<StockAllocation>) {
    this.products = products;
    this.allocations = allocations;
    products.failureDetector.register(this);
  }

  /**
   * Reserves the only line of an allocation that has no record yet: one guarded write changes the stock and sets the
   * step marker. A refund can record the allocation as released in between; `releaseUnrecorded` then undoes the
   * reservation.
   * @returns false when the stock is too low or the product is removed, or when there is a record, which decides what to do
   */
  async reserveFirst({ id }: { id: string }, line: Line): Promise<boolean> {
    const allocation = { _id: new Types.ObjectId(id) };
    const { value: isReserved } = await updateAggregate(this.products, line.productId, async (product) => {
      if (hasStepMarker(product, allocation, 'reserved')) return { value: true };
      // Reads the product before the record; `step` explains why.
      if (unitsForSale(product) < line.quantity || (await this.allocations.find(id))) return;
      return {
        set: {
          quantity: product.quantity - line.quantity,
          isOrdered: true,
          ...stepMarker(allocation, 'reserved'),
        },
        events: productUpdatedEvents,
        value: true,
      };
    });
    return isReserved ?? false;
  }

  /** Undoes `reserveFirst` when a refund has recorded the allocation as released in between. */
  async releaseUnrecorded(allocation: StockAllocation, { productId, quantity }: Line): Promise<void> {
    await updateAggregate(this.products, productId, (product) =>
      hasStepMarker(product, allocation, 'reserved')
        ? {
            set: { quantity: product.quantity + quantity, ...stepMarker(allocation, 'released') },
            events: productUpdatedEvents,
          }
        : undefined,
    );
  }

  /** Reserves a line. @returns false when the stock is too low or the product is removed */
  reserve(allocation: StockAllocation, line: Line): Promise<boolean> {
    return this.step('reserved', allocation, line, (product) =>
      unitsForSale(product) < line.quantity ? undefined : product.quantity - line.quantity,
    );
  }

  /** Compensates: puts a line back if it was reserved, and prevents a later reservation. */
  async compensate(allocation: StockAllocation, line: Line): Promise<void> {
    await this.step('compensated', allocation, line, (product) =>
      hasStepMarker(product, allocation, 'reserved') ? product.quantity + line.quantity : product.quantity,
    );
  }

  /** Puts back a reserved line of a refunded payment. */
  async release(allocation: StockAllocation, line: Line): Promise<void> {
    await this.step('released', allocation, line, ({ quantity }) => quantity + line.quantity);
  }

  /** Schedules the removal of markers of the completed step; those of a step in progress must stay. */
  clearStepMarker(allocation: StockAllocation): void {
    const step = completedStep[stateOf(allocation)];
    if (!step) return;
    for (const { productId } of allocation.items)
      for (const [path, value] of Object.entries(stepMarker(allocation, step)))
        this.products.cleanup.addField(new Types.ObjectId(productId), path, value);
  }

  /** Schedules the removal of markers left by a process that died after the last step. */
  async recover(): Promise<void> {
    const marked = this.products.model.find({ marks: { $ne: {} } }, { marks: 1 }).lean<Product[]>();
    for await (const product of marked.cursor())
      for (const id of allocationsIn(product)) {
        const allocation = await this.allocations.find(id);
        if (allocation) this.clearStepMarker(allocation);
      }
  }

  /** Always true: recovery finds every marker in the database, not in the memory of an instance. */
  readonly isIdle = true;

  /**
   * Performs a step by one guarded, idempotent write, which sets a step marker in the product.
   *
   * Markers are cleared once the allocation has moved on. A slow process still cannot repeat the step, because it reads
   * the product first and the allocation second. If the allocation is still in the state of the step, no marker had
   * been cleared when the product was read; any later change of the product has raised its version, so the late write
   * misses (optimistic concurrency). Each marker is a field of its own, so that a write for one allocation does not
   * restore a marker that was cleared for another.
   * @param quantityAfter returns undefined when there is not enough stock
   * @returns false when the product does not exist, or there is not enough stock
   */
  private async step(
    step: Step,
    allocation: StockAllocation,
    { productId }: Line,
    quantityAfter: (product: Product) => number | undefined,
  ): Promise<boolean> {
    const { outcome, value: isShort } = await updateAggregate(this.products, productId, async (product) => {
      if (hasStepMarker(product, allocation, step) || !(await this.isIn(allocation, stateDuring[step])))
        return;
      const quantity = quantityAfter(product);
      if (quantity === undefined) return { value: true };
      return {
        set: { quantity, ...(step === 'reserved' && { isOrdered: true }), ...stepMarker(allocation, step) },
        events: productUpdatedEvents,
      };
    });
    return outcome !== 'missing' && !isShort;
  }

  private async isIn({ _id }: StockAllocation, state: AllocationState): Promise<boolean> {
    const allocation = await this.allocations.find(_id);
    return allocation !== null && stateOf(allocation) === state;
  }
}
