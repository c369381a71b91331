import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { programEnv } from './environment.mjs';
import { root } from './paths.mjs';
import { httpProbe, natsStreamingProbe, tcpProbe } from './probe.mjs';
import * as servers from './servers.mjs';
import { serviceUrls } from './shop.mjs';

/**
 * @import { ProcessSpec } from './launch.mjs'
 * @import { Binary } from './resolve-binaries.mjs'
 * @import { PortOf } from './settings.mjs'
 * @typedef {{MINIO_ACCESS_KEY: string, MINIO_SECRET_KEY: string}} MinioSecrets
 */

const HOST = '127.0.0.1';
const CLUSTER_ID = 'ecommerce';
/** Third-party servers find neither variables nor files with settings of other installations. */
const serverEnv = (/** @type {string} */ dir) => programEnv(join(dir, 'home'));

/**
 * The servers that hold the data of the shop.
 * @param {(server: import('./servers.mjs').Server) => Binary} binaryOf
 * @param {string} dataDir @param {PortOf} port @param {MinioSecrets} secrets
 */
export function serverSpecs(binaryOf, dataDir, port, secrets) {
  const natsPorts = /** @type {const} */ ([port('NATS_PORT'), port('NATS_MONITOR_PORT')]);
  const minioPorts = /** @type {const} */ ([port('MINIO_PORT'), port('MINIO_CONSOLE_PORT')]);
  return [
    mongodbSpec(binaryOf(servers.mongodb), dataDir, port('MONGO_PORT')),
    natsSpec(binaryOf(servers.natsStreaming), dataDir, ...natsPorts),
    minioSpec(binaryOf(servers.minio), dataDir, ...minioPorts, secrets),
  ];
}

/** @param {Binary} binary @param {string} dir @param {number} port @returns {ProcessSpec} */
export function mongodbSpec({ path, built }, dir, port) {
  // FerretDB and mongod cannot read each other's files.
  const dbpath = join(dir, 'mongo', built ? 'ferretdb' : 'mongod');
  mkdirSync(dbpath, { recursive: true });
  return {
    name: 'mongodb',
    command: path,
    args: ['--dbpath', dbpath, '--port', String(port), '--bind_ip', HOST],
    // With Go's default of 100, FerretDB spends a fifth of its time on garbage collection.
    env: { ...serverEnv(dir), GOGC: '200' },
    stopOrder: 4,
    ready: tcpProbe(port),
  };
}

/**
 * @param {Binary} binary @param {string} dir @param {number} port
 * @param {number} monitorPort 0 opens no monitor
 * @returns {ProcessSpec}
 */
export function natsSpec({ path }, dir, port, monitorPort) {
  const monitor = monitorPort ? ['-m', String(monitorPort)] : [];
  const listen = ['-a', HOST, '-p', String(port), ...monitor, '-cid', CLUSTER_ID];
  // Unlimited messages, bytes, channels and subscriptions: beyond a limit of messages or bytes the server silently drops
  // messages, and tests create far more than the default of 100 channels.
  const store = ['-st', 'FILE', '--dir', join(dir, 'nats'), '-mm', '0', '-mb', '0', '-mc', '0', '-msu', '0'];
  // After 15 s without a heartbeat, the server removes a client and redelivers its messages to another.
  const heartbeats = ['-hbi', '5s', '-hbt', '5s', '-hbf', '2'];
  return {
    name: 'nats',
    command: path,
    args: [...listen, ...store, ...heartbeats],
    env: serverEnv(dir),
    stopOrder: 3,
    ready: natsStreamingProbe(port, CLUSTER_ID),
  };
}

/**
 * @param {Binary} binary @param {string} dir @param {number} port @param {number} consolePort
 * @param {MinioSecrets} secrets
 * @returns {ProcessSpec}
 */
export function minioSpec({ path }, dir, port, consolePort, secrets) {
  const listen = ['--address', `${HOST}:${port}`, '--console-address', `${HOST}:${consolePort}`];
  // MinIO serves HTTPS if this folder has certificates. By default, it is in the home of the user.
  const certificates = ['--certs-dir', join(dir, 'home/minio-certs')];
  return {
    name: 'minio',
    command: path,
    args: ['server', ...listen, ...certificates, join(dir, 'minio')],
    env: {
      ...serverEnv(dir),
      MINIO_ROOT_USER: secrets.MINIO_ACCESS_KEY,
      MINIO_ROOT_PASSWORD: secrets.MINIO_SECRET_KEY,
      // By default, MinIO lets the scripts of any origin read its responses.
      MINIO_API_CORS_ALLOW_ORIGIN: 'none',
      MINIO_UPDATE: 'off',
    },
    stopOrder: 2,
    ready: httpProbe(`http://${HOST}:${port}/minio/health/ready`),
  };
}

/**
 * The spec of Traefik, with the routes of Compose.
 * @param {Binary} binary @param {PortOf} port
 * @param {string} clientUrl the URL of the storefront @param {string} accessLog
 * @param {string} [limitFactor] multiplies the limits of requests
 * @returns {ProcessSpec}
 */
export function gatewaySpec({ path }, port, clientUrl, accessLog, limitFactor = '1') {
  const address = `${HOST}:${port('PORT')}`;
  const folder = dirname(accessLog);
  const configFile = join(folder, 'gateway.yml');
  mkdirSync(folder, { recursive: true });
  writeFileSync(configFile, gatewayConfig(address, accessLog));
  return {
    name: 'gateway',
    command: path,
    // Without an explicit file, Traefik looks for one in /etc/traefik and in the home, and then ignores all flags.
    args: [`--configfile=${configFile}`],
    env: {
      ...programEnv(folder),
      ...serviceUrls(port),
      CLIENT_URL: clientUrl,
      RATE_LIMIT_FACTOR: limitFactor,
    },
    stopOrder: 0,
    ready: httpProbe(`http://${address}/api/users/currentuser`),
  };
}

/** Traefik's static configuration. JSON is YAML. @param {string} address @param {string} accessLog */
export const gatewayConfig = (address, accessLog) =>
  JSON.stringify(
    {
      global: { checkNewVersion: false, sendAnonymousUsage: false },
      // The default would cut off a slow upload after a minute. Services stop reading bodies that stall.
      entryPoints: { web: { address, transport: { respondingTimeouts: { readTimeout: '10m' } } } },
      providers: { file: { filename: join(root, 'compose/traefik/routes.yml') } },
      accessLog: {
        filePath: accessLog,
        format: 'json',
        // The access log drops all other headers, such as cookies.
        fields: { headers: { names: { 'X-Request-Id': 'keep' } } },
      },
      log: { noColor: true },
    },
    null,
    2,
  );
