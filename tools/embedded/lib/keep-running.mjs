import { Keeper } from './keeper.mjs';
import { endRecorded } from './pid-files.mjs';

/**
 * Runs programs until they are told to stop.
 * @param {import('./launch.mjs').Place} place
 * @param {AbortSignal} signal
 * @param {import('./keeper.mjs').Pause} [pauses]
 */
export function keepRunning(place, signal, pauses) {
  /** @type {Keeper[]} */
  const keepers = [];
  return {
    /** Starts these together and resolves when all of them are ready. */
    async start(/** @type {import('./launch.mjs').Recipe[]} */ recipes) {
      const started = recipes.map((recipe) => new Keeper(recipe, place, pauses));
      keepers.push(...started);
      await Promise.all(started.map((keeper) => keeper.untilReady(signal)));
    },
    async stop() {
      console.log('Stopping ...');
      for (const keeper of keepers) keeper.retire();
      await endRecorded(place.run);
    },
  };
}
