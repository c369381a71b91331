import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch } from './launch.mjs';
import { logTail } from './log-files.mjs';
import { poll } from './poll.mjs';
import { freePort } from './ports.mjs';
import { resolveBinaries } from './resolve-binaries.mjs';
import { minioSpec, mongodbSpec, natsSpec } from './server-specs.mjs';
import * as servers from './servers.mjs';
import { startWatchdog } from './watchdog.mjs';

const secrets = { MINIO_ACCESS_KEY: 'testing', MINIO_SECRET_KEY: 'only-for-tests' };

/**
 * A server that runs on one or two free ports, and the variables from which the tests read its URLs.
 * @typedef {object} TestServer
 * @property {servers.Server} server
 * @property {typeof minioSpec} spec
 * @property {(port: number, port2: number) => Record<string, string>} env
 */

/** @type {Record<string, TestServer>} by the variable that, if set, names a server that is already running */
const all = {
  MONGO_URL: {
    server: servers.mongodb,
    spec: mongodbSpec,
    env: (port) => ({ MONGO_URL: `mongodb://127.0.0.1:${port}` }),
  },
  NATS_URL: {
    server: servers.natsStreaming,
    spec: natsSpec,
    env: (port, monitorPort) => ({
      NATS_URL: `nats://127.0.0.1:${port}`,
      NATS_MONITOR_URL: `http://127.0.0.1:${monitorPort}`,
    }),
  },
  MINIO_URL: {
    server: servers.minio,
    spec: minioSpec,
    env: (port) => ({ MINIO_URL: `http://127.0.0.1:${port}`, ...secrets }),
  },
};

const wanted = () => Object.entries(all).flatMap(([variable, one]) => (process.env[variable] ? [] : [one]));

/** The servers that the tests need, except those that the environment already names. */
export const testServers = () => wanted().map(({ server }) => server);

/**
 * Starts MongoDB, NATS Streaming and MinIO on free ports with a temporary folder, except those that the environment already
 * names, and sets the variables. The servers end with this process, even if it is killed.
 * @returns {Promise<() => Promise<void>>} stops the servers and removes the folder
 */
export async function startTestServers() {
  const binaryOf = await resolveBinaries(testServers());
  const dir = mkdtempSync(join(tmpdir(), 'ecommerce-test-'));
  const dirs = { logs: join(dir, 'logs'), run: join(dir, 'run') };
  const stop = startWatchdog(dirs.run, dir);
  const start = async (/** @type {TestServer} */ { server, spec, env }) => {
    const [port, port2] = [await freePort(), await freePort()];
    await launchUntilReady(spec(binaryOf(server), dir, port, port2, secrets), dirs);
    Object.assign(process.env, env(port, port2));
  };
  await Promise.all(wanted().map(start));
  return stop;
}

/** @param {import('./launch.mjs').ProcessSpec} spec @param {import('./log-files.mjs').RunDirs} dirs */
async function launchUntilReady(spec, dirs) {
  const exit = new AbortController();
  const onExit = (/** @type {string} */ reason) =>
    exit.abort(new Error(`${spec.name} ${reason}:\n${logTail(dirs, spec.name)}`));
  launch(spec, dirs, onExit).unref();
  await poll(spec.ready, { intervalMs: 50, signal: exit.signal });
}
