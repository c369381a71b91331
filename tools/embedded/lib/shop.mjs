import { join } from 'node:path';
import { services } from '../../services/list.generated.mjs';
import { insideEnv, outsideEnv, programEnv } from './environment.mjs';
import { root } from './paths.mjs';
import { httpProbe, tcpProbe } from './probe.mjs';
import { runsStorefront, usesEmulator, usesMailDev } from './settings.mjs';
import { storefrontProgram } from './storefront.mjs';

/**
 * @import { ProcessSpec } from './launch.mjs'
 * @import { Secrets } from './secrets.mjs'
 * @import { PortName, PortOf } from './settings.mjs'
 * @typedef {(typeof services)[number]} Service
 *
 * How to run a program with Node.
 * @typedef {object} Program
 * @property {string[]} args
 * @property {NodeJS.ProcessEnv} [env] in addition to the program's settings
 * @property {string} [readyPath] answers 200 when the program is ready; without it, the program is ready when it listens
 *
 * @typedef {object} Programs
 * @property {(service: Service) => Program} service
 * @property {Program} storefront
 *
 * Where the services reach the servers that hold the data of the shop.
 * @typedef {object} ServerUrls
 * @property {(service: string) => string} mongo
 * @property {string} nats
 * @property {string} minio
 * @property {string} emulator
 * @property {string} maildev
 */

const HOST = '127.0.0.1';
/** The name of the process of the Stripe emulator. */
export const EMULATOR = 'stripe-emulator';
/** The name of the process of the mailbox, which shows the mails of the shop. */
export const MAILDEV = 'maildev';
/** Its program, in the place where npm installs it. */
const MAILDEV_PROGRAM = join(root, 'node_modules/maildev/dist/bin/maildev.js');
/** Mails that it keeps. */
const MAILDEV_MAILS = 500;
/** Node keeps as much memory as short-lived objects ever needed; on one machine the other processes need it back. */
const lean = { args: ['--max-semi-space-size=4'], env: { MALLOC_ARENA_MAX: '2' } };

/** Removes what only services need. @param {NodeJS.ProcessEnv} env @returns {NodeJS.ProcessEnv} */
const withoutSecrets = ({
  JWT_PRIVATE_KEY,
  JWT_PUBLIC_KEYS,
  MINIO_ACCESS_KEY,
  MINIO_SECRET_KEY,
  STRIPE_SECRET_KEY,
  SMTP_URL,
  ...env
}) => env;

/** Whether a service calls Stripe on the internet. @param {Service} service @param {NodeJS.ProcessEnv} env */
const callsStripe = ({ connectsTo }, env) =>
  !usesEmulator(env) && /** @type {readonly string[]} */ (connectsTo).includes(EMULATOR);

/** Where the gateway finds the storefront. @param {NodeJS.ProcessEnv} env @param {PortOf} port */
export const storefrontUrl = (env, port) => env.CLIENT_URL || `http://${HOST}:${port('CLIENT_PORT')}`;

/** Where each service listens, by the variables that the services and the gateway's routes read. */
export const serviceUrls = (/** @type {PortOf} */ port) =>
  Object.fromEntries(
    services.map(({ variable }) => [`${variable}_URL`, `http://${HOST}:${port(`${variable}_PORT`)}`]),
  );

/** The built programs of `npm start`. @type {Programs} */
const builtPrograms = {
  service: ({ name }) => ({
    args: [...lean.args, join(root, 'services', name, 'dist/server.js')],
    env: { ...lean.env, NODE_ENV: 'production' },
    readyPath: '/readyz',
  }),
  storefront: {
    // Without a limit on its heap, Next uses twice the memory it needs; a render needs a larger young generation.
    args: ['--max-semi-space-size=2', '--max-old-space-size=112', storefrontProgram],
    env: { ...lean.env, NODE_ENV: 'production' },
    readyPath: '/icon.svg',
  },
};

/** The servers on the ports of this machine. @param {PortOf} port @returns {ServerUrls} */
const localServers = (port) => ({
  mongo: (service) => `mongodb://${HOST}:${port('MONGO_PORT')}/${service}`,
  nats: `nats://${HOST}:${port('NATS_PORT')}`,
  minio: `http://${HOST}:${port('MINIO_PORT')}`,
  emulator: `http://${HOST}:${port('STRIPE_EMULATOR_PORT')}`,
  maildev: `smtp://${HOST}:${port('SMTP_PORT')}`,
});

/**
 * The spec of MailDev, which accepts every mail and shows it.
 * @param {number} smtpPort @param {number} webPort @param {string} dataDir
 * @returns {ProcessSpec}
 */
const maildevSpec = (smtpPort, webPort, dataDir) => ({
  name: MAILDEV,
  command: process.execPath,
  args: [
    ...lean.args,
    MAILDEV_PROGRAM,
    ...['--ip', HOST, '--smtp', String(smtpPort), '--web-ip', HOST, '--web', String(webPort)],
    // Its certificate is valid for no host.
    ...['--hide-extensions', 'STARTTLS'],
    // Its log would contain email addresses.
    '--silent',
    ...['--mail-directory', join(dataDir, 'mails')],
    ...['--max-emails', String(MAILDEV_MAILS)],
  ],
  env: {},
  stopOrder: 1,
  ready: httpProbe(`http://${HOST}:${webPort}/api/healthz`),
});

/**
 * Lists the processes of the shop.
 * @param {NodeJS.ProcessEnv} env what the user set
 * @param {PortOf} port
 * @param {Secrets} secrets
 * @param {string} dataDir
 * @param {Programs} programs
 * @param {ServerUrls} servers
 * @returns {ProcessSpec[]}
 */
export function shopSpecs(
  env,
  port,
  secrets,
  dataDir,
  programs = builtPrograms,
  servers = localServers(port),
) {
  const settings = { ...programEnv(join(dataDir, 'home')), ...insideEnv(env) };
  const PUBLIC_MEDIA_URL = env.PUBLIC_MEDIA_URL || `http://localhost:${port('MINIO_PORT')}`;

  /**
   * @param {string} name @param {PortName} variable @param {Program} program
   * @param {NodeJS.ProcessEnv} own
   * @returns {ProcessSpec}
   */
  const nodeProgram = (name, variable, { args, env = {}, readyPath }, own) => ({
    name,
    command: process.execPath,
    args,
    env: { ...own, ...env, PORT: String(port(variable)) },
    stopOrder: 0,
    ready: readyPath ? httpProbe(`http://${HOST}:${port(variable)}${readyPath}`) : tcpProbe(port(variable)),
  });

  const authSettings = {
    MAILDEV_URL: usesMailDev(env) ? servers.maildev : undefined,
    PUBLIC_URL: env.PUBLIC_URL || `http://localhost:${port('PORT')}`,
  };
  /** No other service can sign a token, or send a mail. */
  const notForOthers = { JWT_PRIVATE_KEY: undefined, SMTP_URL: undefined };

  const servicePrograms = services.map((service) =>
    nodeProgram(service.name, `${service.variable}_PORT`, programs.service(service), {
      ...settings,
      ...(callsStripe(service, env) ? outsideEnv(env) : {}),
      ...serviceUrls(port),
      HOST,
      MONGO_URL: servers.mongo(service.name),
      NATS_URL: servers.nats,
      NATS_CLUSTER_ID: 'ecommerce',
      ...secrets,
      ...(service.name === 'auth' ? authSettings : notForOthers),
      MINIO_URL: servers.minio,
      PUBLIC_MEDIA_URL,
      STRIPE_EMULATOR_URL: usesEmulator(env) ? servers.emulator : undefined,
    }),
  );

  const emulatorProgram = {
    args: [...lean.args, join(root, 'tools/stripe-emulator/dist/server.js')],
    env: lean.env,
    readyPath: '/readyz',
  };
  const emulatorSettings = { ...withoutSecrets(settings), HOST, DATA_DIR: join(dataDir, 'stripe') };
  const emulator = {
    ...nodeProgram(EMULATOR, 'STRIPE_EMULATOR_PORT', emulatorProgram, emulatorSettings),
    stopOrder: 1,
  };

  const mailbox = {
    ...maildevSpec(port('SMTP_PORT'), port('MAIL_PORT'), dataDir),
    env: { ...withoutSecrets(settings), ...lean.env },
  };

  const storefront = nodeProgram('client', 'CLIENT_PORT', programs.storefront, {
    ...withoutSecrets(settings),
    ...serviceUrls(port),
    NEXT_TELEMETRY_DISABLED: '1',
    HOSTNAME: HOST,
    PUBLIC_MEDIA_URL,
  });

  return [
    ...(usesEmulator(env) ? [emulator] : []),
    ...(usesMailDev(env) ? [mailbox] : []),
    ...servicePrograms,
    ...(runsStorefront(env) ? [storefront] : []),
  ];
}
