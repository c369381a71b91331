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

/** The state that an allocation is in while it does a step. */
const stateDuring: Record<Step, AllocationState> = {
  reserved: 'allocating',
  compensated: 'compensating',
  released: 'releasing',
};

/** The step that an allocation has behind it. */
const stepBehind: Partial<Record<AllocationState, Step>> = {
  allocated: 'reserved',
  rejected: 'compensated',
  released: 'released',
};

/** The steps of the allocation saga, each on the stock of one product. */
export class Stock implements RecoverableWork {
  private readonly products: AggregateStore<Product>;
  private readonly allocations: AggregateStore<StockAllocation>;

  constructor(products: AggregateStore<Product>, allocations: AggregateStore<StockAllocation>) {
    this.products = products;
    this.allocations = allocations;
    products.failureDetector.register(this);
  }

  /**
   * Takes the only line of an allocation off the stock before the allocation has a record: by one guarded write, which
   * leaves the step marker. A refund can record the allocation as released in between; `releaseUnrecorded` undoes the
   * reservation then.
   * @returns false when the line is not reserved: there is not enough, or there is a record that says what to do
   */
  async reserveFirst({ id }: { id: string }, line: Line): Promise<boolean> {
    const allocation = { _id: new Types.ObjectId(id) };
    const { value: isReserved } = await updateAggregate(this.products, line.productId, async (product) => {
      if (hasStepMarker(product, allocation, 'reserved')) return { value: true };
      // The product is read first and the record second; `step` explains why.
      if (product.quantity < line.quantity || (await this.allocations.find(id))) return;
      return {
        set: { quantity: product.quantity - line.quantity, ...stepMarker(allocation, 'reserved') },
        events: productUpdatedEvents,
        value: true,
      };
    });
    return isReserved ?? false;
  }

  /** Puts back what `reserveFirst` took while a refund recorded the allocation as released. */
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

  /** Takes a line off the stock. @returns false when there is not enough */
  reserve(allocation: StockAllocation, line: Line): Promise<boolean> {
    return this.step('reserved', allocation, line, ({ quantity }) => quantity - line.quantity);
  }

  /** Compensation: puts back what was reserved, if anything; either way nothing can be reserved afterwards. */
  async compensate(allocation: StockAllocation, line: Line): Promise<void> {
    await this.step('compensated', allocation, line, (product) =>
      hasStepMarker(product, allocation, 'reserved') ? product.quantity + line.quantity : product.quantity,
    );
  }

  /** Puts back what an allocation holds whose payment was refunded. */
  async release(allocation: StockAllocation, line: Line): Promise<void> {
    await this.step('released', allocation, line, ({ quantity }) => quantity + line.quantity);
  }

  /** Has the markers of the step cleared that an allocation has behind it; those of a step under way must stay. */
  clearStepMarker(allocation: StockAllocation): void {
    const step = stepBehind[stateOf(allocation)];
    if (!step) return;
    for (const { productId } of allocation.items)
      for (const [path, value] of Object.entries(stepMarker(allocation, step)))
        this.products.cleanup.addField(new Types.ObjectId(productId), path, value);
  }

  /** Has markers cleared that a process left when it died after the last step. */
  async recover(): Promise<void> {
    const marked = this.products.model.find({ marks: { $ne: {} } }, { marks: 1 }).lean<Product[]>();
    for await (const product of marked.cursor())
      for (const id of allocationsIn(product)) {
        const allocation = await this.allocations.find(id);
        if (allocation) this.clearStepMarker(allocation);
      }
  }

  /** Nothing of this work is known to one instance only. */
  readonly isIdle = true;

  /**
   * Does a step by one guarded write. It is idempotent: the write sets a step marker in the product, which says that the
   * step was done.
   *
   * Markers are cleared once the allocation has moved on. A process that lags behind still cannot repeat the step, because
   * it reads the product first and the allocation second: if the allocation is still in the state of the step, no marker
   * had been cleared when the product was read, and any change of the product since then has raised its version, so that
   * the late write misses (optimistic concurrency). Each marker is a field of its own, so that a write for one allocation
   * does not restore what was cleared for another.
   * @returns false when the product does not exist, or its stock would become negative
   */
  private async step(
    step: Step,
    allocation: StockAllocation,
    { productId }: Line,
    quantityAfter: (product: Product) => number,
  ): Promise<boolean> {
    const { outcome, value: isShort } = await updateAggregate(this.products, productId, async (product) => {
      if (hasStepMarker(product, allocation, step) || !(await this.isIn(allocation, stateDuring[step])))
        return;
      const quantity = quantityAfter(product);
      if (quantity < 0) return { value: true };
      return { set: { quantity, ...stepMarker(allocation, step) }, events: productUpdatedEvents };
    });
    return outcome !== 'missing' && !isShort;
  }

  private async isIn({ _id }: StockAllocation, state: AllocationState): Promise<boolean> {
    const allocation = await this.allocations.find(_id);
    return allocation !== null && stateOf(allocation) === state;
  }
}
