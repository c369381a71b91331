import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { minioSpec, mongodbSpec, natsSpec } from './backing-servers.mjs';
import { launch, logTail } from './launch.mjs';
import { freePort } from './ports.mjs';
import { resolveBinaries } from './resolve-binaries.mjs';
import * as servers from './servers.mjs';
import { startWatchdog } from './watchdog.mjs';

const secrets = { MINIO_ACCESS_KEY: 'testing', MINIO_SECRET_KEY: 'only-for-tests' };
const url = (/** @type {number} */ port) => `http://127.0.0.1:${port}`;

/** @typedef {(found: import('./backing-servers.mjs').Binary, dir: string) => Promise<void>} Start */

const wantedServers = () =>
  [
    { variable: 'MONGO_URL', server: servers.mongodb, start: startMongodb },
    { variable: 'NATS_URL', server: servers.natsStreaming, start: startNats },
    { variable: 'MINIO_URL', server: servers.minio, start: startMinio },
  ].filter(({ variable }) => !process.env[variable]);

/** The programs behind the test servers. */
export const testServers = () => wantedServers().map(({ server }) => server);

/**
 * Starts MongoDB, NATS Streaming and MinIO on free ports and a folder of their own, except those that are named in the
 * environment already, and names them there. However this process ends, they end with it.
 * @returns {Promise<() => Promise<void>>} ends them and removes the folder
 */
export async function startTestServers() {
  const wanted = wantedServers();
  const find = await resolveBinaries(wanted.map(({ server }) => server));
  const dir = mkdtempSync(join(tmpdir(), 'ecommerce-test-'));
  const stop = startWatchdog(join(dir, 'run'), dir);
  await Promise.all(wanted.map(({ server, start }) => start(find(server), dir)));
  return stop;
}

/** @type {Start} */
async function startMongodb(found, dir) {
  const port = await freePort();
  await untilReady(mongodbSpec(found, join(dir, 'mongo'), port), dir);
  process.env.MONGO_URL = `mongodb://127.0.0.1:${port}`;
}

/** @type {Start} */
async function startNats(found, dir) {
  const [port, monitorPort] = [await freePort(), await freePort()];
  await untilReady(natsSpec(found, join(dir, 'nats'), port, monitorPort), dir);
  process.env.NATS_URL = `nats://127.0.0.1:${port}`;
  process.env.NATS_MONITOR_URL = url(monitorPort);
}

/** @type {Start} */
async function startMinio(found, dir) {
  const [port, consolePort] = [await freePort(), await freePort()];
  await untilReady(minioSpec(found, join(dir, 'minio'), port, consolePort, secrets), dir);
  Object.assign(process.env, { MINIO_URL: url(port), ...secrets });
}

async function untilReady(/** @type {import('./launch.mjs').ProcessSpec} */ spec, /** @type {string} */ dir) {
  const dirs = { logs: join(dir, 'logs'), run: join(dir, 'run') };
  let ended = '';
  launch(spec, dirs, (how) => {
    ended = how;
  }).unref();
  while (!(await spec.ready())) {
    if (ended) throw new Error(`${spec.name} ${ended}:\n${logTail(dirs, spec.name)}`);
    await sleep(50);
  }
}
