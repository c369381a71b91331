import { join } from 'node:path';
import { installAndBuild } from './install.mjs';
import { createProcesses, dirs, prepareShop, runUntilStopped, untilStopped } from './launcher.mjs';
import { logPath } from './log-files.mjs';
import { dataDir } from './paths.mjs';
import { resolveBinaries } from './resolve-binaries.mjs';
import { loadSecrets } from './secrets.mjs';
import { gatewaySpec, serverSpecs } from './server-specs.mjs';
import * as servers from './servers.mjs';
import { runsStorefront } from './settings.mjs';
import { shopSpecs, storefrontUrl } from './shop.mjs';
import { buildStorefront } from './storefront.mjs';
import { runTaskGroup } from './task-group.mjs';
import { watchLogs } from './watch-logs.mjs';
import { welcome } from './welcome.mjs';

/** Runs `npm start`: installs, builds and starts the shop, and runs it until it is stopped. */
export const start = () =>
  runUntilStopped(async (signal, cleanups) => {
    const { env, port } = await prepareShop(cleanups, 'npm start');
    const [binaryOf] = await runTaskGroup(signal, [
      (signal) => resolveBinaries(servers.everyServer, signal),
      async (signal) => {
        await installAndBuild(signal);
        if (runsStorefront(env)) await buildStorefront(signal);
      },
    ]);

    const secrets = loadSecrets(join(dataDir, 'secrets.json'), env);
    const processes = createProcesses(cleanups);
    await processes.start(serverSpecs(binaryOf, dataDir, port, secrets), signal);

    const shop = shopSpecs(env, port, secrets, dataDir);
    const accessLog = join(dirs.logs, 'access.log');
    const url = storefrontUrl(env, port);
    const gateway = gatewaySpec(binaryOf(servers.traefik), port, url, accessLog, env.RATE_LIMIT_FACTOR);
    await processes.start([...shop, gateway], signal);
    cleanups.push(watchLogs(shop.map(({ name }) => logPath(dirs, name))));
    signal.throwIfAborted();
    console.log(welcome(env, port, secrets, dirs.logs));
    await untilStopped(signal);
  });
