import type { AddressInfo } from 'node:net';
import { createApp } from './app.ts';
import { Config } from './config.ts';
import { Faults } from './faults.ts';
import { Store } from './store.ts';

const config = Config.parse(process.env);
const store = new Store(config.DATA_DIR);
const app = createApp(store, new Faults(), config.STRIPE_SECRET_KEY);
const server = app.listen(config.PORT, config.HOST, (error) => {
  if (error) {
    console.error(`The Stripe emulator cannot listen on ${config.HOST}:${config.PORT}: ${error.message}`);
    process.exit(1);
  }
  const { port } = server.address() as AddressInfo;
  console.log(JSON.stringify({ service: 'stripe-emulator', port, msg: 'HTTP server listening' }));
});

const stop = () => {
  server.close(() => {
    store.close();
    process.exit(0);
  });
  // Requests with the fault `charge_then_hang` never end by themselves.
  setTimeout(() => server.closeAllConnections(), 500).unref();
};
process.on('SIGTERM', stop);
process.on('SIGINT', stop);
