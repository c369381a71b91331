import { join } from 'node:path';
import { minioSpec, mongodbSpec, natsSpec } from './backing-servers.mjs';
import { assertDiskSpace } from './disk-space.mjs';
import { readDotenv } from './dotenv.mjs';
import { reportError } from './errors.mjs';
import { gatewaySpec } from './gateway.mjs';
import { installAndBuild } from './install.mjs';
import { logPath } from './launch.mjs';
import { dataDir, root } from './paths.mjs';
import { assertPortsFree } from './ports.mjs';
import { keepRunning } from './process-group.mjs';
import { Progress } from './progress.mjs';
import { resolveBinaries } from './resolve-binaries.mjs';
import { loadSecrets } from './secrets.mjs';
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

/** `npm start`: everything from a fresh clone to a shop that answers, until it is stopped. */
export async function start() {
  const signal = onStopSignals();
  /** @type {(() => unknown)[]} */
  const undo = [];
  try {
    await run(signal, undo);
  } catch (error) {
    if (!signal.aborted) {
      reportError(error);
      process.exitCode = 1;
    }
  }
  for (const step of undo.reverse()) await step();
}

async function run(/** @type {AbortSignal} */ signal, /** @type {(() => unknown)[]} */ undo) {
  const env = readDotenv(join(root, '.env'));
  const { wanted, port } = portsOf(env);
  undo.push(await acquireSingleInstanceLock(dirs.run, `http://localhost:${port('PORT')}`));
  await assertPortsFree(wanted);
  assertDiskSpace(dataDir, 'to run');

  const progress = new Progress();
  const [find] = await runTaskGroup(signal, [
    (signal) => resolveBinaries(servers.everyServer, { signal, progress }),
    async (signal) => {
      await installAndBuild(progress, signal);
      if (runsStorefront(env)) await buildStorefront(progress, signal);
    },
  ]);

  const secrets = loadSecrets(join(dataDir, 'secrets.json'), env);
  const stack = keepRunning(dirs, signal);
  undo.push(startWatchdog(dirs.run), stack.stop);
  await stack.start([
    mongodbSpec(find(servers.mongodb), join(dataDir, 'mongo'), port('MONGO_PORT')),
    natsSpec(
      find(servers.natsStreaming),
      join(dataDir, 'nats'),
      port('NATS_PORT'),
      port('NATS_MONITOR_PORT'),
    ),
    minioSpec(
      find(servers.minio),
      join(dataDir, 'minio'),
      port('MINIO_PORT'),
      port('MINIO_CONSOLE_PORT'),
      secrets,
    ),
  ]);
  const shop = shopSpecs(env, port, secrets, dataDir);
  const gateway = gatewaySpec(
    find(servers.traefik),
    port,
    storefrontUrl(env, port),
    join(dirs.logs, 'access.log'),
  );
  await stack.start([...shop, gateway]);
  undo.push(watchLogs(shop.map(({ name }) => logPath(dirs, name))));
  // A signal that came meanwhile is not told again.
  signal.throwIfAborted();
  console.log(welcome(env, port, secrets, dirs.logs));
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
}
