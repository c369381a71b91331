import { createLogger, startService } from '@ecommerce/shared';
import { createApp } from './app.ts';
import { Cashier } from './cashier.ts';
import { readConfig } from './config.ts';
import { inventoryRejected } from './events/inventory-rejected.ts';
import { orderCancelled } from './events/order-cancelled.ts';
import { orderCreated } from './events/order-created.ts';
import { OrderPayment } from './order-payment.ts';
import { OrdersClient } from './orders.ts';
import { Reconciler } from './reconciler.ts';
import { Refunder } from './refunder.ts';
import { StripeGateway } from './stripe-gateway.ts';

const config = readConfig();
const log = createLogger('payments', config.LOG_LEVEL);
const stripe = new StripeGateway(config);
const cashier = new Cashier(stripe, log);
const orders = new OrdersClient(config.ORDERS_URL);

await startService({
  name: 'payments',
  config,
  log,
  createApp: (parts) => createApp(parts, cashier, orders),
  events: {
    config,
    listeners: [orderCreated, orderCancelled, inventoryRejected],
    outboxes: [OrderPayment],
  },
  workers: [new Reconciler(cashier, new Refunder(stripe, log), log)],
});
