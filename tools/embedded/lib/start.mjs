import { join } from 'node:path';
import { assertDiskSpace } from './disk-space.mjs';
import { readDotenv } from './dotenv.mjs';
import { reportError } from './errors.mjs';
import { installAndBuild } from './install.mjs';
import { logPath } from './log-files.mjs';
import { dataDir, root } from './paths.mjs';
import { assertPortsFree } from './ports.mjs';
import { ProcessGroup } from './process-group.mjs';
import { resolveBinaries } from './resolve-binaries.mjs';
import { loadSecrets } from './secrets.mjs';
import { gatewaySpec, minioSpec, mongodbSpec, natsSpec } from './server-specs.mjs';
import * as servers from './servers.mjs';
import { portsOf, runsStorefront } from './settings.mjs';
import { shopSpecs, storefrontUrl } from './shop.mjs';
import { acquireSingleInstanceLock } from './single-instance.mjs';
import { onStopSignals } from './stop-signals.mjs';
import { buildStorefront } from './storefront.mjs';
import { runTaskGroup } from './task-group.mjs';
import { watchLogs } from './watch-logs.mjs';
import { startWatchdog } from './watchdog.mjs';
import { welcome } from './welcome.mjs';

const dirs = { logs: join(dataDir, 'logs'), run: join(dataDir, 'run') };

/** Runs `npm start`: installs, builds and starts the shop, and runs it until it is stopped. */
export async function start() {
  const signal = onStopSignals();
  /** @type {(() => unknown)[]} */
  const cleanups = [];
  try {
    await run(signal, cleanups);
  } catch (error) {
    if (!signal.aborted) {
      reportError(error);
      process.exitCode = 1;
    }
  }
  for (const cleanup of cleanups.reverse()) await cleanup();
}

async function run(/** @type {AbortSignal} */ signal, /** @type {(() => unknown)[]} */ cleanups) {
  const env = readDotenv(join(root, '.env'));
  const { wanted, port } = portsOf(env);
  cleanups.push(await acquireSingleInstanceLock(dirs.run, `http://localhost:${port('PORT')}`));
  await assertPortsFree(wanted);
  assertDiskSpace(dataDir, 'to run');

  const [binaryOf] = await runTaskGroup(signal, [
    (signal) => resolveBinaries(servers.everyServer, signal),
    async (signal) => {
      await installAndBuild(signal);
      if (runsStorefront(env)) await buildStorefront(signal);
    },
  ]);

  const secrets = loadSecrets(join(dataDir, 'secrets.json'), env);
  const processes = new ProcessGroup(dirs);
  cleanups.push(startWatchdog(dirs.run), () => processes.stop());
  const mongodb = mongodbSpec(binaryOf(servers.mongodb), dataDir, port('MONGO_PORT'));
  const natsPorts = /** @type {const} */ ([port('NATS_PORT'), port('NATS_MONITOR_PORT')]);
  const nats = natsSpec(binaryOf(servers.natsStreaming), dataDir, ...natsPorts);
  const minioPorts = /** @type {const} */ ([port('MINIO_PORT'), port('MINIO_CONSOLE_PORT')]);
  const minio = minioSpec(binaryOf(servers.minio), dataDir, ...minioPorts, secrets);
  await processes.start([mongodb, nats, minio], signal);

  const shop = shopSpecs(env, port, secrets, dataDir);
  const accessLog = join(dirs.logs, 'access.log');
  const gateway = gatewaySpec(binaryOf(servers.traefik), port, storefrontUrl(env, port), accessLog);
  await processes.start([...shop, gateway], signal);
  cleanups.push(watchLogs(shop.map(({ name }) => logPath(dirs, name))));
  // The listener below would miss an abort during the start.
  signal.throwIfAborted();
  console.log(welcome(env, port, secrets, dirs.logs));
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
}
