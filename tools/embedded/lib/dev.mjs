import { join } from 'node:path';
import { devPrograms } from './dev-programs.mjs';
import { compile, install } from './install.mjs';
import { createProcesses, dirs, prepareShop, runUntilStopped, untilStopped } from './launcher.mjs';
import { dataDir } from './paths.mjs';
import { resolveBinaries } from './resolve-binaries.mjs';
import { loadSecrets } from './secrets.mjs';
import { gatewaySpec, serverSpecs } from './server-specs.mjs';
import * as servers from './servers.mjs';
import { usesEmulator } from './settings.mjs';
import { shopSpecs, storefrontUrl } from './shop.mjs';
import { runTaskGroup } from './task-group.mjs';
import { debuggers, welcome } from './welcome.mjs';

/** Runs `npm run dev`: the shop with hot reload, until it is stopped. */
export const dev = () =>
  runUntilStopped(async (signal, cleanups) => {
    const { env, port } = await prepareShop(cleanups, 'npm run dev', { debuggers: true });
    const [binaryOf] = await runTaskGroup(signal, [
      (signal) => resolveBinaries(servers.everyServer, signal),
      async (signal) => {
        await install(signal);
        // Only the emulator runs as built, so an error in the code of a service does not keep the shop from starting.
        if (usesEmulator(env)) await compile(signal, ['tools/stripe-emulator']);
      },
    ]);
    const secrets = loadSecrets(join(dataDir, 'secrets.json'), env);
    const processes = createProcesses(cleanups);
    await processes.start(serverSpecs(binaryOf, dataDir, port, secrets), signal);

    const shop = shopSpecs(env, port, secrets, dataDir, devPrograms(port));
    const accessLog = join(dirs.logs, 'access.log');
    const gateway = gatewaySpec(binaryOf(servers.traefik), port, storefrontUrl(env, port), accessLog);
    // Imported after the installation, because it uses npm packages.
    const { showLogs } = await import('./show-logs.mjs');
    const started = processes.start([...shop, gateway], signal);
    cleanups.push(
      showLogs(
        dirs,
        shop.map(({ name }) => name),
      ),
    );
    await started;
    signal.throwIfAborted();
    console.log(welcome(env, port, secrets, dirs.logs));
    console.log(debuggers(port));
    await untilStopped(signal);
  });
