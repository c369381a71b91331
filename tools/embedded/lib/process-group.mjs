import { stopProcesses } from './pid-files.mjs';
import { Supervisor } from './supervisor.mjs';

/**
 * Runs programs until they are told to stop.
 * @param {import('./launch.mjs').RunDirs} dirs
 * @param {AbortSignal} signal
 * @param {import('./supervisor.mjs').Backoff} [pauses]
 */
export function keepRunning(dirs, signal, pauses) {
  /** @type {Supervisor[]} */
  const keepers = [];
  return {
    /** Starts these together and resolves when all of them are ready. */
    async start(/** @type {import('./launch.mjs').ProcessSpec[]} */ specs) {
      const started = specs.map((spec) => new Supervisor(spec, dirs, pauses));
      keepers.push(...started);
      await Promise.all(started.map((keeper) => keeper.untilReady(signal)));
    },
    async stop() {
      console.log('Stopping ...');
      for (const keeper of keepers) keeper.disable();
      await stopProcesses(dirs.run);
    },
  };
}
