import { join } from 'node:path';
import { services } from '../../services/list.generated.mjs';
import { root } from './paths.mjs';
import { httpProbe } from './probe.mjs';
import { runsStorefront, usesEmulator } from './settings.mjs';
import { storefrontProgram } from './storefront.mjs';

/**
 * @import { ProcessSpec } from './launch.mjs'
 * @import { PortName, PortOf } from './settings.mjs'
 */

const HOST = '127.0.0.1';
/** Node keeps as much memory as short-lived objects ever needed; on one machine the other processes need it back. */
const lean = { args: ['--max-semi-space-size=4'], env: { MALLOC_ARENA_MAX: '2' } };

/** Removes what only services need. @param {NodeJS.ProcessEnv} env @returns {NodeJS.ProcessEnv} */
const withoutSecrets = ({ JWT_KEY, MINIO_ACCESS_KEY, MINIO_SECRET_KEY, STRIPE_SECRET_KEY, ...env }) => env;

/** Where the gateway finds the storefront. @param {NodeJS.ProcessEnv} env @param {PortOf} port */
export const storefrontUrl = (env, port) => env.CLIENT_URL || `http://${HOST}:${port('CLIENT_PORT')}`;

/** Where each service listens, by the variables that the services and the gateway's routes read. */
export const serviceUrls = (/** @type {PortOf} */ port) =>
  Object.fromEntries(
    services.map(({ variable }) => [`${variable}_URL`, `http://${HOST}:${port(`${variable}_PORT`)}`]),
  );

/**
 * Lists the processes of the shop.
 * @param {NodeJS.ProcessEnv} env what the user set
 * @param {PortOf} port
 * @param {{JWT_KEY: string, MINIO_ACCESS_KEY: string, MINIO_SECRET_KEY: string}} secrets
 * @param {string} dataDir
 * @returns {ProcessSpec[]}
 */
export function shopSpecs(env, port, secrets, dataDir) {
  const url = (/** @type {PortName} */ name) => `http://${HOST}:${port(name)}`;
  const PUBLIC_MEDIA_URL = env.PUBLIC_MEDIA_URL || `http://localhost:${port('MINIO_PORT')}`;

  /**
   * @param {string} name @param {PortName} variable @param {string[]} args
   * @param {NodeJS.ProcessEnv} env @param {string} readyPath answers 200 when the program is ready
   * @returns {ProcessSpec}
   */
  const nodeProgram = (name, variable, args, env, readyPath = '/readyz') => ({
    name,
    command: process.execPath,
    args: [...lean.args, ...args],
    env: { ...lean.env, ...env, PORT: String(port(variable)) },
    stopOrder: 0,
    ready: httpProbe(url(variable) + readyPath),
  });

  const servicePrograms = services.map(({ name, variable }) =>
    nodeProgram(name, `${variable}_PORT`, [join(root, 'services', name, 'dist/server.js')], {
      ...env,
      ...serviceUrls(port),
      NODE_ENV: env.NODE_ENV ?? 'production',
      HOST,
      MONGO_URL: `mongodb://${HOST}:${port('MONGO_PORT')}/${name}`,
      NATS_URL: `nats://${HOST}:${port('NATS_PORT')}`,
      NATS_CLUSTER_ID: 'ecommerce',
      ...secrets,
      MINIO_URL: url('MINIO_PORT'),
      PUBLIC_MEDIA_URL,
      STRIPE_EMULATOR_URL: usesEmulator(env) ? url('STRIPE_EMULATOR_PORT') : undefined,
    }),
  );

  const emulatorProgram = join(root, 'tools/stripe-emulator/dist/server.js');
  const emulatorEnv = { ...withoutSecrets(env), HOST, DATA_DIR: join(dataDir, 'stripe') };
  const emulator = {
    ...nodeProgram('stripe-emulator', 'STRIPE_EMULATOR_PORT', [emulatorProgram], emulatorEnv),
    stopOrder: 1,
  };

  // Without a bound on its heap Next lets twice of what it needs pile up; a render needs a larger young generation.
  const storefrontArgs = ['--max-semi-space-size=2', '--max-old-space-size=112', storefrontProgram];
  const storefrontEnv = {
    ...withoutSecrets(env),
    ...serviceUrls(port),
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    HOSTNAME: HOST,
    PUBLIC_MEDIA_URL,
  };
  const storefront = nodeProgram('client', 'CLIENT_PORT', storefrontArgs, storefrontEnv, '/icon.svg');

  return [
    ...(usesEmulator(env) ? [emulator] : []),
    ...servicePrograms,
    ...(runsStorefront(env) ? [storefront] : []),
  ];
}
