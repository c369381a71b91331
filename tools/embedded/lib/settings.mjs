import { STOREFRONT_PORT, services } from '../../services/list.generated.mjs';
import { UserError } from './errors.mjs';

/** The port of each service in `npm start`. */
const servicePorts = services.map(
  ({ name, variable, localPort }) => /** @type {const} */ ([`${variable}_PORT`, localPort, name]),
);

/** The port of each service's debugger in `npm run dev`. */
const debugPorts = services.map(
  ({ name, variable, debugPort }) =>
    /** @type {const} */ ([`${variable}_DEBUG_PORT`, debugPort, `the debugger of ${name}`]),
);

/** Every port: the variable that moves it, its default, and its purpose. */
const ports = /** @type {const} */ ([
  ['PORT', 8080, 'the gateway'],
  ...servicePorts,
  ...debugPorts,
  ['CLIENT_PORT', STOREFRONT_PORT, 'the storefront'],
  ['STRIPE_EMULATOR_PORT', 12111, 'the Stripe emulator'],
  ['MAIL_PORT', 1080, 'the mailbox (MailDev)'],
  ['SMTP_PORT', 1025, "the mailbox's SMTP server"],
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

/** Ports of servers that need none of this machine when they run in containers. @type {PortName[]} */
const containerPorts = ['MONGO_PORT', 'NATS_PORT', 'NATS_MONITOR_PORT', 'SMTP_PORT'];

/**
 * Reads the ports that `npm start` takes, or `npm run dev`.
 * @param {NodeJS.ProcessEnv} env
 * @param {{debuggers?: boolean, containers?: boolean}} [command] whether the services have debuggers, and whether the
 *   servers run in containers
 * @throws {UserError} when a variable is no port
 */
export function portsOf(env, { debuggers = false, containers = false } = {}) {
  /** @type {PortName[]} */
  const unused = [
    ...(usesEmulator(env) ? [] : /** @type {const} */ (['STRIPE_EMULATOR_PORT'])),
    ...(usesMailDev(env) ? [] : /** @type {const} */ (['MAIL_PORT', 'SMTP_PORT'])),
    ...(runsStorefront(env) ? [] : /** @type {const} */ (['CLIENT_PORT'])),
    ...(opensMonitor(env) ? [] : /** @type {const} */ (['NATS_MONITOR_PORT'])),
    ...(debuggers ? [] : debugPorts.map(([variable]) => variable)),
    ...(containers ? containerPorts : []),
  ];
  const wanted = ports
    .filter(([variable]) => !unused.includes(variable))
    .map(([variable, fallback, purpose]) => ({
      variable,
      port: parsePort(env, variable, fallback),
      purpose,
    }));
  /** @type {PortOf} */
  const port = (name) => wanted.find(({ variable }) => variable === name)?.port ?? 0;
  return { wanted, port };
}

/**
 * Variables of the environment that configure the shop, besides its ports. `npm start` passes no others to a program;
 * a file .env may hold any.
 */
const variables = [
  ...['STRIPE_SECRET_KEY', 'STRIPE_PUBLISHABLE_KEY', 'CLIENT_URL', 'PUBLIC_MEDIA_URL'],
  ...['SMTP_URL', 'MAIL_FROM', 'PUBLIC_URL', 'MAILS_PER_PLACE', 'MAILS_PER_ACCOUNT'],
  ...['JWT_PRIVATE_KEY', 'JWT_PUBLIC_KEYS', 'JWT_LIFETIME_SECONDS', 'SESSION_IDLE_SECONDS'],
  ...['MINIO_ACCESS_KEY', 'MINIO_SECRET_KEY', 'COOKIE_SECURE', 'SESSION_MAX_AGE_SECONDS'],
  ...['ORDER_LIFETIME_SECONDS', 'LOG_LEVEL', 'DRAIN_MS', 'ACK_WAIT_MS', 'IMAGE_STORE_TIMEOUT_MS'],
  ...['CHANNEL_PREFIX', 'NATS_CLUSTER_ID'],
  ...['SCRYPT_N', 'SCRYPT_R', 'SCRYPT_P', 'HASHES_AT_ONCE', 'HASHES_WAITING'],
  ...['WRONG_PASSWORDS', 'WRONG_PASSWORDS_PER_PLACE', 'WRONG_PASSWORDS_PER_ACCOUNT', 'SIGN_UPS_PER_PLACE'],
  ...['RATE_LIMIT_FACTOR', 'QUOTA_PRODUCTS', 'QUOTA_IMAGE_BYTES', 'QUOTA_OPEN_ORDERS', 'DECLINES_PER_USER'],
];
const known = new Set([...variables, ...ports.map(([variable]) => variable)]);

/** Whether a variable of the environment configures the shop. @param {string} name */
export const isSetting = (name) => known.has(name);

/** Without a key of a real Stripe account, payments go to the emulator. */
export const usesEmulator = (/** @type {NodeJS.ProcessEnv} */ env) => !env.STRIPE_SECRET_KEY;

/**
 * The monitor answers to any host name, so that a website could read it by DNS rebinding. It is therefore open only on
 * request.
 */
const opensMonitor = (/** @type {NodeJS.ProcessEnv} */ env) => Boolean(env.NATS_MONITOR_PORT);

/** Without a server for mails, they go to a mailbox on this machine. */
export const usesMailDev = (/** @type {NodeJS.ProcessEnv} */ env) => !env.SMTP_URL;

/** A contributor who sets CLIENT_URL runs a storefront of their own, as `next dev` for example. */
export const runsStorefront = (/** @type {NodeJS.ProcessEnv} */ env) => !env.CLIENT_URL;

/** @param {NodeJS.ProcessEnv} env @param {PortName} variable @param {number} fallback */
function parsePort(env, variable, fallback) {
  const port = Number(env[variable] || fallback);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new UserError(`${variable}=${env[variable]} is no port: give a number from 1 to 65535.`);
}
