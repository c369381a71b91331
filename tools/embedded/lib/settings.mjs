import { STOREFRONT_PORT, services } from '../../services/list.generated.mjs';
import { UserError } from './errors.mjs';

/** The port of each service in `npm start`. */
const servicePorts = services.map(
  ({ name, variable, localPort }) => /** @type {const} */ ([`${variable}_PORT`, localPort, name]),
);

/** Every port of `npm start`: the variable that moves it, its default, and its purpose. */
const ports = /** @type {const} */ ([
  ['PORT', 8080, 'the gateway'],
  ...servicePorts,
  ['CLIENT_PORT', STOREFRONT_PORT, 'the storefront'],
  ['STRIPE_EMULATOR_PORT', 12111, 'the Stripe emulator'],
  ['MONGO_PORT', 27017, 'MongoDB'],
  ['NATS_PORT', 4222, 'NATS Streaming'],
  ['NATS_MONITOR_PORT', 8222, "NATS Streaming's monitor"],
  ['MINIO_PORT', 9000, 'MinIO'],
  ['MINIO_CONSOLE_PORT', 9001, "MinIO's console"],
]);

/**
 * @typedef {(typeof ports)[number][0]} PortName
 * @typedef {(name: PortName) => number} PortOf
 */

/**
 * Reads the ports that `npm start` takes.
 * @param {NodeJS.ProcessEnv} env
 * @throws {UserError} when a variable is no port
 */
export function portsOf(env) {
  const wanted = ports
    .filter(([variable]) => variable !== 'STRIPE_EMULATOR_PORT' || usesEmulator(env))
    .filter(([variable]) => variable !== 'CLIENT_PORT' || runsStorefront(env))
    .map(([variable, fallback, purpose]) => ({
      variable,
      port: parsePort(env, variable, fallback),
      purpose,
    }));
  /** @type {PortOf} */
  const port = (name) => wanted.find(({ variable }) => variable === name)?.port ?? 0;
  return { wanted, port };
}

/** Without a key of a real Stripe account, payments go to the emulator. */
export const usesEmulator = (/** @type {NodeJS.ProcessEnv} */ env) => !env.STRIPE_SECRET_KEY;

/** A contributor who sets CLIENT_URL runs a storefront of their own, as `next dev` for example. */
export const runsStorefront = (/** @type {NodeJS.ProcessEnv} */ env) => !env.CLIENT_URL;

/** @param {NodeJS.ProcessEnv} env @param {PortName} variable @param {number} fallback */
function parsePort(env, variable, fallback) {
  const port = Number(env[variable] || fallback);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new UserError(`${variable}=${env[variable]} is no port: give a number from 1 to 65535.`);
}
