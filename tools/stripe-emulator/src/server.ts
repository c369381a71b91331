import type { AddressInfo } from 'node:net';
import { createApp } from './app.ts';
import { Config } from './config.ts';
import { Store } from './store.ts';

const config = Config.parse(process.env);
const store = new Store(config.DATA_DIR);
const server = createApp(store, config.STRIPE_SECRET_KEY).listen(config.PORT, config.HOST, (error) => {
  if (error) {
    console.error(`The Stripe emulator can't listen on ${config.HOST}:${config.PORT}: ${error.message}`);
    process.exit(1);
  }
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ service: 'stripe-emulator', port, msg: 'the Stripe emulator listens' }));
});

const stop = () => {
  server.close(() => {
    store.close();
    process.exit(0);
  });
  // A request that hangs on purpose has no answer to wait for.
  setTimeout(() => server.closeAllConnections(), 500).unref();
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
