import { join } from 'node:path';
import { minioRecipe, mongodbRecipe, natsRecipe } from './backing.mjs';
import { needSpace } from './disk.mjs';
import { readDotenv } from './dotenv.mjs';
import { gatewayRecipe } from './gateway.mjs';
import { startGuard } from './guard.mjs';
import { installAndBuild } from './install.mjs';
import { keepRunning } from './keep-running.mjs';
import { logOf } from './launch.mjs';
import { watchLogs } from './log-watch.mjs';
import { obtain } from './obtain.mjs';
import { onlyOnce } from './only-once.mjs';
import { dataDir, root } from './paths.mjs';
import { needPorts } from './ports.mjs';
import { explain } from './problem.mjs';
import { Progress } from './progress.mjs';
import { secretsOf } from './secrets.mjs';
import * as servers from './servers.mjs';
import { portsOf, runsStorefront } from './settings.mjs';
import { shopRecipes, storefrontUrl } from './shop.mjs';
import { onStopSignals } from './stop-signals.mjs';
import { buildStorefront } from './storefront.mjs';
import { together } from './together.mjs';
import { welcome } from './welcome.mjs';

const place = { logs: join(dataDir, 'logs'), run: join(dataDir, 'run') };

/** `npm start`: everything from a fresh clone to a shop that answers, until it is stopped. */
export async function start() {
  const signal = onStopSignals();
  /** @type {(() => unknown)[]} */
  const undo = [];
  try {
    await run(signal, undo);
  } catch (error) {
    if (!signal.aborted) {
      explain(error);
      process.exitCode = 1;
    }
  }
  for (const step of undo.reverse()) await step();
}

async function run(/** @type {AbortSignal} */ signal, /** @type {(() => unknown)[]} */ undo) {
  const env = readDotenv(join(root, '.env'));
  const { wanted, port } = portsOf(env);
  undo.push(await onlyOnce(place.run, `http://localhost:${port('PORT')}`));
  await needPorts(wanted);
  needSpace(dataDir, 'to run');

  const progress = new Progress();
  const [find] = await together(signal, [
    (signal) => obtain(servers.everyServer, { signal, progress }),
    async (signal) => {
      await installAndBuild(progress, signal);
      if (runsStorefront(env)) await buildStorefront(progress, signal);
    },
  ]);

  const secrets = secretsOf(join(dataDir, 'secrets.json'), env);
  const stack = keepRunning(place, signal);
  undo.push(startGuard(place.run), stack.stop);
  await stack.start([
    mongodbRecipe(find(servers.mongodb), join(dataDir, 'mongo'), port('MONGO_PORT')),
    natsRecipe(
      find(servers.natsStreaming),
      join(dataDir, 'nats'),
      port('NATS_PORT'),
      port('NATS_MONITOR_PORT'),
    ),
    minioRecipe(
      find(servers.minio),
      join(dataDir, 'minio'),
      port('MINIO_PORT'),
      port('MINIO_CONSOLE_PORT'),
      secrets,
    ),
  ]);
  const shop = shopRecipes(env, port, secrets, dataDir);
  const gateway = gatewayRecipe(
    find(servers.traefik),
    port,
    storefrontUrl(env, port),
    join(place.logs, 'access.log'),
  );
  await stack.start([...shop, gateway]);
  undo.push(watchLogs(shop.map(({ name }) => logOf(place, name))));
  // A signal that came meanwhile is not told again.
  signal.throwIfAborted();
  console.log(welcome(env, port, secrets, place.logs));
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
}
