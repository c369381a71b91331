import { createLogger, startService } from '@ecommerce/shared';
import { createApp } from './app.ts';
import { readConfig } from './config.ts';

const config = readConfig();

await startService({
  name: 'auth',
  config,
  log: createLogger('auth', config.LOG_LEVEL),
  createApp: (parts) => createApp(parts, config),
});
