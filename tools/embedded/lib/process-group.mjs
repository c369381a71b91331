import { stopProcesses } from './pid-files.mjs';
import { Supervisor } from './supervisor.mjs';

/** Starts and stops supervised processes together. */
export class ProcessGroup {
  #dirs;
  #backoff;
  /** @type {Supervisor[]} */
  #supervisors = [];

  /** @param {import('./log-files.mjs').RunDirs} dirs @param {import('./supervisor.mjs').Backoff} [backoff] */
  constructor(dirs, backoff) {
    this.#dirs = dirs;
    this.#backoff = backoff;
  }

  /**
   * Starts processes and resolves when all of them are ready.
   * @param {import('./launch.mjs').ProcessSpec[]} specs @param {AbortSignal} [signal] ends the wait
   */
  async start(specs, signal) {
    const started = specs.map((spec) => new Supervisor(spec, this.#dirs, this.#backoff));
    this.#supervisors.push(...started);
    await Promise.all(started.map((supervisor) => supervisor.untilReady(signal)));
  }

  /** Stops all processes in the order of their `stopOrder`. */
  async stop() {
    console.log('Stopping ...');
    for (const supervisor of this.#supervisors) supervisor.disable();
    await stopProcesses(this.#dirs.run);
  }
}
