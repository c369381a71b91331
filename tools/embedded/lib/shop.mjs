import { join } from 'node:path';
import { root } from './paths.mjs';
import { httpProbe } from './probe.mjs';
import { runsStorefront, usesEmulator } from './settings.mjs';
import { storefrontProgram } from './storefront.mjs';

/**
 * How our own programs are run.
 * @typedef {import('./launch.mjs').ProcessSpec} ProcessSpec
 * @typedef {import('./settings.mjs').PortName} PortName
 */

const host = '127.0.0.1';
const stopOrder = { emulator: 3, services: 4 };
/** Node keeps as much memory as it ever needed for short-lived objects; a shop on one machine would rather have it back. */
const lean = { args: ['--max-semi-space-size=1'], env: { MALLOC_ARENA_MAX: '2' } };

/** What only services need. @param {NodeJS.ProcessEnv} env @returns {NodeJS.ProcessEnv} */
const withoutSecrets = ({ JWT_KEY, MINIO_ACCESS_KEY, MINIO_SECRET_KEY, STRIPE_SECRET_KEY, ...env }) => env;

/** Where the gateway finds the storefront. */
export const storefrontUrl = (
  /** @type {NodeJS.ProcessEnv} */ env,
  /** @type {(name: PortName) => number} */ port,
) => env.CLIENT_URL || `http://${host}:${port('CLIENT_PORT')}`;

/** Where each service listens, by the names that the services and the gateway's routes know. */
export const targetsOf = (/** @type {(name: PortName) => number} */ port) => ({
  AUTH_URL: `http://${host}:${port('AUTH_PORT')}`,
  PRODUCTS_URL: `http://${host}:${port('PRODUCTS_PORT')}`,
  CART_URL: `http://${host}:${port('CART_PORT')}`,
  ORDERS_URL: `http://${host}:${port('ORDERS_PORT')}`,
  PAYMENTS_URL: `http://${host}:${port('PAYMENTS_PORT')}`,
});

/**
 * @param {NodeJS.ProcessEnv} env what the user set
 * @param {(name: PortName) => number} port
 * @param {{JWT_KEY: string, MINIO_ACCESS_KEY: string, MINIO_SECRET_KEY: string}} secrets
 * @param {string} dataDir
 * @returns {ProcessSpec[]}
 */
export function shopSpecs(env, port, secrets, dataDir) {
  const url = (/** @type {PortName} */ name) => `http://${host}:${port(name)}`;
  const emulated = usesEmulator(env);
  const shared = {
    ...env,
    ...targetsOf(port),
    NODE_ENV: env.NODE_ENV ?? 'production',
    HOST: host,
    NATS_URL: `nats://${host}:${port('NATS_PORT')}`,
    NATS_CLUSTER_ID: 'ecommerce',
    ...secrets,
    MINIO_URL: url('MINIO_PORT'),
    PUBLIC_MEDIA_URL: env.PUBLIC_MEDIA_URL || `http://localhost:${port('MINIO_PORT')}`,
    STRIPE_EMULATOR_URL: emulated ? url('STRIPE_EMULATOR_PORT') : undefined,
  };

  /** @returns {ProcessSpec} */
  const service = (/** @type {string} */ name, /** @type {PortName} */ variable) => ({
    name,
    command: process.execPath,
    args: [...lean.args, join(root, 'services', name, 'dist/server.js')],
    env: {
      ...lean.env,
      ...shared,
      PORT: String(port(variable)),
      MONGO_URL: `mongodb://${host}:${port('MONGO_PORT')}/${name}`,
    },
    stopOrder: stopOrder.services,
    ready: httpProbe(`${url(variable)}/readyz`),
  });

  /** @type {ProcessSpec} */
  const emulator = {
    name: 'stripe-emulator',
    command: process.execPath,
    args: [...lean.args, join(root, 'tools/stripe-emulator/dist/server.js')],
    env: {
      ...lean.env,
      ...withoutSecrets(env),
      HOST: host,
      PORT: String(port('STRIPE_EMULATOR_PORT')),
      DATA_DIR: join(dataDir, 'stripe'),
    },
    stopOrder: stopOrder.emulator,
    ready: httpProbe(`${url('STRIPE_EMULATOR_PORT')}/readyz`),
  };

  /** It gets no secret: whatever it knows, it is told by the services. @type {ProcessSpec} */
  const storefront = {
    name: 'client',
    command: process.execPath,
    // Without a bound Next lets twice of what it needs pile up.
    args: [...lean.args, '--max-old-space-size=128', storefrontProgram],
    env: {
      ...lean.env,
      ...withoutSecrets(env),
      ...targetsOf(port),
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
      HOSTNAME: host,
      PORT: String(port('CLIENT_PORT')),
      PUBLIC_MEDIA_URL: shared.PUBLIC_MEDIA_URL,
    },
    stopOrder: stopOrder.services,
    ready: httpProbe(`${url('CLIENT_PORT')}/icon.svg`),
  };

  return [
    ...(emulated ? [emulator] : []),
    service('auth', 'AUTH_PORT'),
    service('products', 'PRODUCTS_PORT'),
    service('cart', 'CART_PORT'),
    service('orders', 'ORDERS_PORT'),
    service('payments', 'PAYMENTS_PORT'),
    ...(runsStorefront(env) ? [storefront] : []),
  ];
}
