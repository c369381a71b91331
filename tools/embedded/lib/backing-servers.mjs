import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { httpProbe, tcpProbe } from './probe.mjs';

/**
 * How each of the backing servers is run. All listen on this machine only, and none sees more of the environment than
 * it needs: MinIO and Traefik take settings from variables.
 * @typedef {{path: string, own: boolean}} Binary
 * @typedef {import('./launch.mjs').ProcessSpec} ProcessSpec
 */

const host = '127.0.0.1';
const { PATH, HOME, TMPDIR } = process.env;
const bareEnv = { PATH, HOME, TMPDIR };

/** @returns {ProcessSpec} */
export function mongodbSpec(
  /** @type {Binary} */ { path, own },
  /** @type {string} */ dataDir,
  /** @type {number} */ port,
) {
  // The two cannot read each other's files.
  const dbpath = join(dataDir, own ? 'ferretdb' : 'mongod');
  mkdirSync(dbpath, { recursive: true });
  return {
    name: 'mongodb',
    command: path,
    args: ['--dbpath', dbpath, '--port', String(port), '--bind_ip', host],
    env: bareEnv,
    stopOrder: 0,
    ready: tcpProbe(port),
  };
}

/** @returns {ProcessSpec} */
export function natsSpec(
  /** @type {Binary} */ { path },
  /** @type {string} */ dataDir,
  /** @type {number} */ port,
  /** @type {number} */ monitorPort,
) {
  // No limit to messages, bytes, channels and subscriptions: beyond the first two messages would be dropped silently,
  // and tests make channels of their own, far more than the 100 that are let in by default.
  const store = ['-st', 'FILE', '--dir', dataDir, '-mm', '0', '-mb', '0', '-mc', '0', '-msu', '0'];
  // A client that was killed is given up after 15 s, and its messages go to another.
  const heartbeats = ['-hbi', '5s', '-hbt', '5s', '-hbf', '2'];
  return {
    name: 'nats',
    command: path,
    args: [
      '-a',
      host,
      '-p',
      String(port),
      '-m',
      String(monitorPort),
      '-cid',
      'ecommerce',
      ...store,
      ...heartbeats,
    ],
    env: bareEnv,
    stopOrder: 1,
    ready: httpProbe(`http://${host}:${monitorPort}/streaming/serverz`),
  };
}

/** @returns {ProcessSpec} */
export function minioSpec(
  /** @type {Binary} */ { path },
  /** @type {string} */ dataDir,
  /** @type {number} */ port,
  /** @type {number} */ consolePort,
  /** @type {{MINIO_ACCESS_KEY: string, MINIO_SECRET_KEY: string}} */ secrets,
) {
  const addresses = ['--address', `${host}:${port}`, '--console-address', `${host}:${consolePort}`];
  return {
    name: 'minio',
    command: path,
    args: ['server', ...addresses, dataDir],
    env: {
      ...bareEnv,
      MINIO_ROOT_USER: secrets.MINIO_ACCESS_KEY,
      MINIO_ROOT_PASSWORD: secrets.MINIO_SECRET_KEY,
      MINIO_UPDATE: 'off',
    },
    stopOrder: 2,
    ready: httpProbe(`http://${host}:${port}/minio/health/ready`),
  };
}
