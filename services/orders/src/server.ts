import { createLogger, startService } from '@ecommerce/shared';
import { ProductCatalog } from '@ecommerce/shared/product-catalog';
import { createApp } from './app.ts';
import { Checkout } from './checkout.ts';
import { readConfig } from './config.ts';
import { paymentCreated } from './events/payment-created.ts';
import { paymentDeclined } from './events/payment-declined.ts';
import { paymentRefunded } from './events/payment-refunded.ts';
import { productCreated } from './events/product-created.ts';
import { productUpdated } from './events/product-updated.ts';
import { Order } from './order.ts';

const config = readConfig();
const checkout = new Checkout(new ProductCatalog(config.PRODUCTS_URL), config.CART_URL);

await startService({
  name: 'orders',
  config,
  log: createLogger('orders', config.LOG_LEVEL),
  createApp: (parts) => createApp(parts, checkout),
  events: {
    config,
    listeners: [productCreated, productUpdated, paymentCreated, paymentDeclined, paymentRefunded],
    outboxes: [Order],
  },
});
