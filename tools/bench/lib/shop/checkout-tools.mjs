import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * @import { ProcessSpec } from '../../../embedded/lib/launch.mjs'
 * @import { PortOf } from '../../../embedded/lib/settings.mjs'
 * @typedef {{JWT_KEY: string, JWT_PRIVATE_KEY: string, JWT_PUBLIC_KEYS: string, MINIO_ACCESS_KEY: string, MINIO_SECRET_KEY: string}} Secrets
 * @typedef {object} CheckoutTools the process specs with which a checkout's `npm start` runs its programs
 * @property {(dataDir: string, port: PortOf) => ProcessSpec[]} servers MongoDB and NATS Streaming
 * @property {(env: NodeJS.ProcessEnv, port: PortOf, secrets: Secrets, dataDir: string) => ProcessSpec[]} programs
 * @property {(port: PortOf, accessLog: string) => ProcessSpec} gateway
 */

/**
 * Loads the modules of `tools/embedded` of a checkout, so that each side of a comparison uses its own builds of the servers
 * and its own flags. Also supports the names that the modules had until c31c0d7.
 * @param {string} dir a checkout with installed packages and built services
 * @param {{gateway: boolean}} options
 * @returns {Promise<CheckoutTools>}
 */
export async function loadCheckoutTools(dir, options) {
  const lib = join(dir, 'tools/embedded/lib');
  if (!existsSync(lib)) throw new Error(`${dir} is not a checkout of this repository`);
  const load = (/** @type {string} */ name) => import(pathToFileURL(join(lib, `${name}.mjs`)).href);
  return existsSync(join(lib, 'server-specs.mjs')) ? current(load, options) : upToC31c0d7(load, options);
}

/** @param {(name: string) => Promise<any>} load @param {{gateway: boolean}} options @returns {Promise<CheckoutTools>} */
async function current(load, options) {
  const { mongodb, natsStreaming, traefik } = await load('servers');
  const { mongodbSpec, natsSpec, gatewaySpec } = await load('server-specs');
  const { shopSpecs, storefrontUrl } = await load('shop');
  const { resolveBinaries } = await load('resolve-binaries');
  const binaryOf = await resolveBinaries([mongodb, natsStreaming, ...(options.gateway ? [traefik] : [])]);
  return {
    servers: (dataDir, port) => [
      mongodbSpec(binaryOf(mongodb), dataDir, port('MONGO_PORT')),
      natsSpec(binaryOf(natsStreaming), dataDir, port('NATS_PORT'), port('NATS_MONITOR_PORT')),
    ],
    programs: shopSpecs,
    gateway: (port, accessLog) =>
      gatewaySpec(binaryOf(traefik), port, storefrontUrl({}, port), accessLog, '1000'),
  };
}

/** @param {(name: string) => Promise<any>} load @param {{gateway: boolean}} options @returns {Promise<CheckoutTools>} */
async function upToC31c0d7(load, options) {
  const { mongodb, natsStreaming, traefik } = await load('servers');
  const { mongodbRecipe, natsRecipe } = await load('backing');
  const { gatewayRecipe } = await load('gateway');
  const { shopRecipes, storefrontUrl } = await load('shop');
  const { obtain } = await load('obtain');
  const find = await obtain([mongodb, natsStreaming, ...(options.gateway ? [traefik] : [])]);
  // A higher `rank` then meant the same as a lower `stopOrder` now.
  const toSpec = (/** @type {Omit<ProcessSpec, 'stopOrder'> & {rank: number}} */ { rank, ...spec }) => ({
    ...spec,
    stopOrder: -rank,
  });
  return {
    servers: (dataDir, port) =>
      [
        mongodbRecipe(find(mongodb), join(dataDir, 'mongo'), port('MONGO_PORT')),
        natsRecipe(find(natsStreaming), join(dataDir, 'nats'), port('NATS_PORT'), port('NATS_MONITOR_PORT')),
      ].map(toSpec),
    programs: (...args) => shopRecipes(...args).map(toSpec),
    gateway: (port, accessLog) =>
      toSpec(gatewayRecipe(find(traefik), port, storefrontUrl({}, port), accessLog)),
  };
}
