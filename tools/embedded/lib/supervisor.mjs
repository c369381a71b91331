import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from './errors.mjs';
import { launch, logPath, logTail, rotateLog } from './launch.mjs';

const patience = {
  tries: 3,
  readyMs: 120_000,
  soundAfterMs: 30_000,
};

/** Milliseconds before a program that ended is started again: at first, and at most. */
const usualPause = { initialMs: 500, maxMs: 10_000 };
/** @typedef {typeof usualPause} Backoff */

/** Keeps one program running: what ends is started again, after a pause that grows while it keeps ending. */
export class Supervisor {
  #spec;
  #dirs;
  #backoff;
  #disabled = false;
  #everReady = false;
  #failures = 0;
  #startedAt = 0;
  /** @type {NodeJS.Timeout | undefined} */
  #pause;
  /** @type {UserError | undefined} */
  #givenUp;

  /** @param {import('./launch.mjs').ProcessSpec} spec @param {import('./launch.mjs').RunDirs} dirs @param {Backoff} pauses */
  constructor(spec, dirs, pauses = usualPause) {
    this.#spec = spec;
    this.#dirs = dirs;
    this.#backoff = pauses;
    rotateLog(dirs, spec.name);
    this.#launch();
  }

  /** Resolves once the program does its work; rejects if it ends again and again, or takes too long. */
  async untilReady(/** @type {AbortSignal} */ signal) {
    const end = Date.now() + patience.readyMs;
    while (!(await this.#spec.ready())) {
      if (this.#givenUp) throw this.#givenUp;
      if (Date.now() > end) throw this.#problem(`was not ready after ${patience.readyMs / 1000} s`);
      await sleep(50, undefined, { signal });
    }
    this.#everReady = true;
  }

  /** Whatever happens to the program from now on, it is not started again. */
  disable() {
    this.#disabled = true;
    clearTimeout(this.#pause);
  }

  #launch() {
    this.#startedAt = Date.now();
    launch(this.#spec, this.#dirs, (how) => this.#ended(how));
  }

  #ended(/** @type {string} */ how) {
    if (this.#disabled) return;
    if (Date.now() - this.#startedAt > patience.soundAfterMs) this.#failures = 0;
    this.#failures++;
    if (!this.#everReady && this.#failures >= patience.tries) {
      this.#givenUp = this.#problem(`does not start: ${how}, ${this.#failures} times`);
      return;
    }
    const { initialMs, maxMs } = this.#backoff;
    const pause = Math.min(initialMs * 2 ** (this.#failures - 1), maxMs);
    console.error(`${this.#problem(how).message}\n${this.#spec.name} is started again in ${pause / 1000} s.`);
    this.#pause = setTimeout(() => this.#launch(), pause);
  }

  #problem(/** @type {string} */ what) {
    const { name } = this.#spec;
    const log = logPath(this.#dirs, name);
    return new UserError(`${name} ${what}. The end of ${log}:\n${logTail(this.#dirs, name)}`);
  }
}
