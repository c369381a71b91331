import { createLogger, startService } from '@ecommerce/shared';
import { createApp } from './app.ts';
import { readConfig } from './config.ts';
import { ImageCleaner } from './discarded-images.ts';
import { paymentCreated } from './events/payment-created.ts';
import { paymentRefunded } from './events/payment-refunded.ts';
import { ImageStore } from './images.ts';
import { Product } from './product.ts';
import { Settlement } from './settlement.ts';

const config = readConfig();
const log = createLogger('products', config.LOG_LEVEL);
const images = new ImageStore(config);
const cleaner = new ImageCleaner(images, log);

await startService({
  name: 'products',
  config,
  log,
  createApp: (parts) => createApp(parts, { images, cleaner, mediaUrl: config.PUBLIC_MEDIA_URL }),
  events: { config, listeners: [paymentCreated, paymentRefunded], outboxes: [Product, Settlement] },
  workers: [cleaner],
});
