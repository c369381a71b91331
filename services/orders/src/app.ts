import { type AppParts, createServiceApp } from '@ecommerce/shared';
import type { Express } from 'express';
import type { Checkout } from './checkout.ts';
import { cancelOrder } from './routes/cancel-order.ts';
import { createOrder } from './routes/create-order.ts';
import { listOrders } from './routes/list-orders.ts';
import { showOrder } from './routes/show-order.ts';

export const createApp = (parts: AppParts, checkout: Checkout): Express =>
  createServiceApp(parts, [createOrder(checkout), listOrders(), showOrder(), cancelOrder()]);
