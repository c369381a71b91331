import { type AppParts, createServiceApp } from '@ecommerce/shared';
import type { Express } from 'express';
import type { Cashier } from './cashier.ts';
import type { OrdersClient } from './orders.ts';
import { createPayment } from './routes/create-payment.ts';

export const createApp = (parts: AppParts, cashier: Cashier, orders: OrdersClient): Express =>
  createServiceApp(parts, [createPayment(cashier, orders)]);
