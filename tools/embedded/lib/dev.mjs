import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startComposeServers } from './compose-servers.mjs';
import { devPrograms } from './dev-programs.mjs';
import { compile, install } from './install.mjs';
import { createProcesses, dirs, prepareShop, runUntilStopped, untilStopped } from './launcher.mjs';
import { dataDir } from './paths.mjs';
import { resolveBinaries } from './resolve-binaries.mjs';
import { loadSecrets } from './secrets.mjs';
import { gatewaySpec, serverSpecs } from './server-specs.mjs';
import * as servers from './servers.mjs';
import { usesEmulator } from './settings.mjs';
import { EMULATOR, MAILDEV, shopSpecs, storefrontUrl } from './shop.mjs';
import { runTaskGroup } from './task-group.mjs';
import { debuggers, welcome } from './welcome.mjs';

/** Runs `npm run dev`: the shop with hot reload, until it is stopped. @param {string[]} args */
export const dev = (args) =>
  runUntilStopped(async (signal, cleanups) => {
    const { values } = parseArgs({ args, options: { compose: { type: 'boolean', default: false } } });
    const { compose } = values;
    const ports = { debuggers: true, containers: compose };
    const { env, port } = await prepareShop(cleanups, 'npm run dev', ports);
    const [binaryOf] = await runTaskGroup(signal, [
      (signal) => resolveBinaries(compose ? [servers.traefik] : servers.everyServer, signal),
      async (signal) => {
        await install(signal);
        // Only the emulator runs as built, so an error in the code of a service does not keep the shop from starting.
        if (usesEmulator(env) && !compose) await compile(signal, ['tools/stripe-emulator']);
      },
    ]);

    const containers = compose ? await startComposeServers(env, port, signal, cleanups) : undefined;
    const secrets = containers?.secrets ?? loadSecrets(join(dataDir, 'secrets.json'), env);
    const processes = createProcesses(cleanups);
    if (!compose) await processes.start(serverSpecs(binaryOf, dataDir, port, secrets), signal);

    const programs = devPrograms(port);
    const shop = shopSpecs(env, port, secrets, dataDir, programs, containers?.urls).filter(
      ({ name }) => !(compose && [EMULATOR, MAILDEV].includes(name)),
    );
    const accessLog = join(dirs.logs, 'access.log');
    const url = storefrontUrl(env, port);
    const gateway = gatewaySpec(binaryOf(servers.traefik), port, url, accessLog, env.RATE_LIMIT_FACTOR);
    // Imported after the installation, because it uses an npm package.
    const { showLogs } = await import('./show-logs.mjs');
    const started = processes.start([...shop, gateway], signal);
    const names = shop.map(({ name }) => name);
    cleanups.push(showLogs(dirs, names));
    await started;
    signal.throwIfAborted();
    console.log(welcome(env, port, secrets, dirs.logs));
    console.log(debuggers(port));
    await untilStopped(signal);
  });
