import type { Line } from '@ecommerce/contracts';
import { defineAggregate } from '@ecommerce/service-kit/persistence';
import mongoose from 'mongoose';
import type { StockAllocation } from './stock-allocation.ts';

const lines = [new mongoose.Schema<Line>({ productId: String, quantity: Number }, { _id: false })];

/** Stored in the collection `settlements`, named after the model, until a migration renames it. */
export const stockAllocationAggregate = defineAggregate<StockAllocation>('Settlement', {
  orderId: { type: String, required: true },
  items: lines,
  short: lines,
  state: { type: String, required: true },
});
