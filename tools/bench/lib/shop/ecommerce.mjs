import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../embedded/lib/ports.mjs';
import { portsOf } from '../../../embedded/lib/settings.mjs';
import { HttpClient } from '../load/http-client.mjs';
import { loadCheckoutTools } from './checkout-tools.mjs';
import { Processes } from './processes.mjs';
import { startSmtpStub } from './smtp-stub.mjs';
import { startStripeStub } from './stripe-stub.mjs';

/**
 * @import { PortName } from '../../../embedded/lib/settings.mjs'
 * @typedef {{email: string, cookie: string}} Session
 */

const HOST = '127.0.0.1';
const PASSWORD = 'a good password';
const secrets = {
  // Versions before session tokens were signed with a key pair read this.
  JWT_KEY: 'a key for the benchmark that is long enough',
  JWT_PRIVATE_KEY: 'development-only',
  JWT_PUBLIC_KEYS: 'development-only',
  MINIO_ACCESS_KEY: 'bench',
  MINIO_SECRET_KEY: 'only-for-the-bench',
};

/** One person sends what thousands would. */
const withoutLimits = { RATE_LIMIT_FACTOR: '1000', QUOTA_PRODUCTS: '1000000', QUOTA_OPEN_ORDERS: '1000000' };

/**
 * Creates the shop of a checkout of this repository. It runs as in that checkout's `npm start`, but on free ports and without
 * MinIO, because no product here has an image.
 * @type {import('./adapter.mjs').CreateShop}
 */
export async function createShop({ dir, gateway }) {
  const tools = await loadCheckoutTools(dir, { gateway });
  const [stripe, smtp] = [await startStripeStub(), await startSmtpStub()];
  const processes = new Processes(mkdtempSync(join(tmpdir(), 'bench-run-')));
  const http = new HttpClient();
  let port = await choosePorts(stripe.port, smtp.port);

  const url = (/** @type {PortName} */ name) => `http://${HOST}:${port(name)}`;
  const service = (/** @type {PortName} */ name) => url(gateway ? 'PORT' : name);
  const hasStorefront = existsSync(join(dir, 'client/.next/standalone/client/serve/main.mjs'));
  const session = (/** @type {unknown} */ person) => /** @type {Session} */ (person);

  return {
    async start({ dataDir, proxyDatabase, storefront = false }) {
      // Chooses new ports at each start, because another process may have taken the old ones meanwhile.
      port = await choosePorts(stripe.port, smtp.port);
      await processes.start(tools.servers(dataDir, port));
      const proxyPort = await proxyDatabase?.(port('MONGO_PORT'));
      const seen = (/** @type {PortName} */ name) => (name === 'MONGO_PORT' && proxyPort) || port(name);
      const env = {
        PATH: process.env.PATH,
        // All people of a scenario sign up from this machine.
        SIGN_UPS_PER_PLACE: '100000',
        ...withoutLimits,
        ...(storefront ? {} : { CLIENT_URL: url('CLIENT_PORT') }),
      };
      const programs = tools.programs(env, seen, secrets, dataDir);
      await processes.start(programs.filter(({ name }) => !['stripe-emulator', 'maildev'].includes(name)));
      if (gateway) await processes.start([tools.gateway(port, join(dataDir, 'access.log'))]);
    },
    stop: () => processes.stop(),
    async dispose() {
      http.close();
      await processes.dispose();
      await Promise.all([stripe.stop(), smtp.stop()]);
    },
    processes: () => processes.pids,

    async signUp() {
      const body = { email: `${randomUUID()}@example.com`, password: PASSWORD };
      const answer = await http.must(201, 'POST', `${service('AUTH_PORT')}/api/users/signup`, { body });
      return { email: body.email, cookie: answer.cookie };
    },
    async signIn(person) {
      const body = { email: session(person).email, password: PASSWORD };
      await http.must(200, 'POST', `${service('AUTH_PORT')}/api/users/signin`, { body });
    },
    async readSession(person) {
      const { cookie } = session(person);
      await http.must(200, 'GET', `${service('AUTH_PORT')}/api/users/currentuser`, { cookie });
    },
    async sellProduct(seller, quantity) {
      const options = { cookie: session(seller).cookie, body: { title: 'A teapot', price: 9.99, quantity } };
      return idIn(await http.must(201, 'POST', `${service('PRODUCTS_PORT')}/api/products`, options));
    },
    async order(buyer, productId) {
      const options = { cookie: session(buyer).cookie, body: { items: [{ productId, quantity: 1 }] } };
      return idIn(await http.must(201, 'POST', `${service('ORDERS_PORT')}/api/orders`, options));
    },
    async pay(buyer, orderId) {
      const options = { cookie: session(buyer).cookie, body: { token: 'tok_visa', orderId } };
      await http.must(201, 'POST', `${service('PAYMENTS_PORT')}/api/payments`, options);
    },
    async isComplete(buyer, orderId) {
      const { cookie } = session(buyer);
      const { text } = await http.must(200, 'GET', `${service('ORDERS_PORT')}/api/orders/${orderId}`, {
        cookie,
      });
      return JSON.parse(text).status === 'Complete';
    },

    databaseUrl: () => `mongodb://${HOST}:${port('MONGO_PORT')}`,
    async publishes() {
      const path = '/streaming/channelsz?subs=1&limit=1000';
      const { text } = await http.must(200, 'GET', url('NATS_MONITOR_PORT') + path);
      return JSON.parse(text).channels.reduce(
        (/** @type {number} */ sum, /** @type {any} */ one) => sum + one.last_seq,
        0,
      );
    },
    serviceOf: (database) => database,
    async get(path) {
      await http.must(200, 'GET', service('PRODUCTS_PORT') + path);
    },
    ...(hasStorefront && {
      async getPage(/** @type {string} */ path) {
        await http.must(200, 'GET', service('CLIENT_PORT') + path);
      },
    }),
  };
}

/** @returns {string} */
const idIn = (/** @type {import('../load/http-client.mjs').Answer} */ { text }) => JSON.parse(text).id;

/**
 * Chooses a free port for every process except the stubs, which already have one.
 * @param {number} stripePort @param {number} smtpPort
 */
async function choosePorts(stripePort, smtpPort) {
  /** @type {Record<string, number>} */
  const stubs = { STRIPE_EMULATOR_PORT: stripePort, SMTP_PORT: smtpPort };
  /** @type {Map<string, number>} */
  const chosen = new Map();
  for (const { variable } of portsOf({ NATS_MONITOR_PORT: '8222' }).wanted)
    chosen.set(variable, stubs[variable] ?? (await freePort()));
  return (/** @type {string} */ name) => chosen.get(name) ?? 0;
}
