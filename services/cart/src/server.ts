import { createLogger, startService } from '@ecommerce/shared';
import { ProductCatalog } from '@ecommerce/shared/product-catalog';
import { createApp } from './app.ts';
import { readConfig } from './config.ts';
import { paymentCreated } from './events/payment-created.ts';
import { productCreated } from './events/product-created.ts';
import { productUpdated } from './events/product-updated.ts';

const config = readConfig();
const catalog = new ProductCatalog(config.PRODUCTS_URL, config.PUBLIC_MEDIA_URL);

await startService({
  name: 'cart',
  config,
  log: createLogger('cart', config.LOG_LEVEL),
  createApp: (parts) => createApp(parts, catalog, config.PUBLIC_MEDIA_URL),
  events: { config, listeners: [productCreated, productUpdated, paymentCreated], outboxes: [] },
});
