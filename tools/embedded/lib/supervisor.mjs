import { UserError } from './errors.mjs';
import { launch } from './launch.mjs';
import { logPath, logTail, rotateLog } from './log-files.mjs';
import { poll } from './poll.mjs';

const READY_TIMEOUT_MS = 120_000;
const MAX_START_ATTEMPTS = 3;
/** After running this long, a process counts as stable and earlier failures no longer count. */
const STABLE_AFTER_MS = 30_000;

/** The first and the longest delay before a restart. */
const defaultBackoff = { initialMs: 500, maxMs: 10_000 };
/** @typedef {typeof defaultBackoff} Backoff */

/** Keeps one process running: restarts it when it ends, with exponential backoff. */
export class Supervisor {
  #spec;
  #dirs;
  #backoff;
  #disabled = false;
  #wasReady = false;
  #failures = 0;
  #startedAt = 0;
  /** @type {NodeJS.Timeout | undefined} */
  #restart;
  /** @type {UserError | undefined} */
  #startFailure;

  /**
   * @param {import('./launch.mjs').ProcessSpec} spec
   * @param {import('./log-files.mjs').RunDirs} dirs
   * @param {Backoff} backoff
   */
  constructor(spec, dirs, backoff = defaultBackoff) {
    this.#spec = spec;
    this.#dirs = dirs;
    this.#backoff = backoff;
    rotateLog(dirs, spec.name);
    this.#launch();
  }

  /**
   * Resolves when the process is ready. Rejects if it keeps ending or takes too long.
   * @param {AbortSignal} [signal] ends the wait
   */
  async untilReady(signal) {
    const check = async () => {
      if (await this.#spec.ready()) return true;
      if (this.#startFailure) throw this.#startFailure;
      return false;
    };
    this.#wasReady = Boolean(await poll(check, { intervalMs: 50, timeoutMs: READY_TIMEOUT_MS, signal }));
    if (!this.#wasReady) throw this.#error(`was not ready after ${READY_TIMEOUT_MS / 1000} s`);
  }

  /** Stops restarting the process. */
  disable() {
    this.#disabled = true;
    clearTimeout(this.#restart);
  }

  #launch() {
    this.#startedAt = Date.now();
    launch(this.#spec, this.#dirs, (reason) => this.#onExit(reason));
  }

  #onExit(/** @type {string} */ reason) {
    if (this.#disabled) return;
    if (Date.now() - this.#startedAt > STABLE_AFTER_MS) this.#failures = 0;
    this.#failures++;
    if (!this.#wasReady && this.#failures >= MAX_START_ATTEMPTS) {
      this.#startFailure = this.#error(`failed to start ${this.#failures} times: it ${reason}`);
      return;
    }
    const { initialMs, maxMs } = this.#backoff;
    const pauseMs = Math.min(initialMs * 2 ** (this.#failures - 1), maxMs);
    console.error(`${this.#error(reason).message}\nRestarting ${this.#spec.name} in ${pauseMs / 1000} s.`);
    this.#restart = setTimeout(() => this.#launch(), pauseMs);
  }

  #error(/** @type {string} */ reason) {
    const { name } = this.#spec;
    const log = logPath(this.#dirs, name);
    return new UserError(`${name} ${reason}. Last lines of ${log}:\n${logTail(this.#dirs, name)}`);
  }
}
