import { defineAggregate } from '@ecommerce/service-kit/persistence';
import mongoose from 'mongoose';
import type { OrderPayment } from './order-payment.ts';

const { Mixed } = mongoose.Schema.Types;

export const paymentAggregate = defineAggregate<OrderPayment>(
  'OrderPayment',
  {
    order: { type: Mixed, default: null },
    cancelled: { type: Boolean, required: true },
    attempt: { type: Number, required: true },
    charge: { type: Mixed, default: null },
    declinedAt: { type: [Date], default: undefined },
    refund: { type: Mixed, default: null },
    due: { type: Date, default: null },
  },
  { indexes: [{ due: 1 }] },
);
