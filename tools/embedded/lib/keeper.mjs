import { setTimeout as sleep } from 'node:timers/promises';
import { launch, logOf, setLogAside, tailOf } from './launch.mjs';
import { Problem } from './problem.mjs';

const patience = {
  tries: 3,
  readyMs: 120_000,
  soundAfterMs: 30_000,
};

/** Milliseconds before a program that ended is started again: at first, and at most. */
const usualPause = { firstMs: 500, longestMs: 10_000 };
/** @typedef {typeof usualPause} Pause */

/** Keeps one program running: what ends is started again, after a pause that grows while it keeps ending. */
export class Keeper {
  #recipe;
  #place;
  #pauses;
  #retired = false;
  #everReady = false;
  #failures = 0;
  #startedAt = 0;
  /** @type {NodeJS.Timeout | undefined} */
  #pause;
  /** @type {Problem | undefined} */
  #givenUp;

  /** @param {import('./launch.mjs').Recipe} recipe @param {import('./launch.mjs').Place} place @param {Pause} pauses */
  constructor(recipe, place, pauses = usualPause) {
    this.#recipe = recipe;
    this.#place = place;
    this.#pauses = pauses;
    setLogAside(place, recipe.name);
    this.#launch();
  }

  /** Resolves once the program does its work; rejects if it ends again and again, or takes too long. */
  async untilReady(/** @type {AbortSignal} */ signal) {
    const end = Date.now() + patience.readyMs;
    while (!(await this.#recipe.ready())) {
      if (this.#givenUp) throw this.#givenUp;
      if (Date.now() > end) throw this.#problem(`was not ready after ${patience.readyMs / 1000} s`);
      await sleep(50, undefined, { signal });
    }
    this.#everReady = true;
  }

  /** Whatever happens to the program from now on, it is not started again. */
  retire() {
    this.#retired = true;
    clearTimeout(this.#pause);
  }

  #launch() {
    this.#startedAt = Date.now();
    launch(this.#recipe, this.#place, (how) => this.#ended(how));
  }

  #ended(/** @type {string} */ how) {
    if (this.#retired) return;
    if (Date.now() - this.#startedAt > patience.soundAfterMs) this.#failures = 0;
    this.#failures++;
    if (!this.#everReady && this.#failures >= patience.tries) {
      this.#givenUp = this.#problem(`does not start: ${how}, ${this.#failures} times`);
      return;
    }
    const { firstMs, longestMs } = this.#pauses;
    const pause = Math.min(firstMs * 2 ** (this.#failures - 1), longestMs);
    console.error(
      `${this.#problem(how).message}\n${this.#recipe.name} is started again in ${pause / 1000} s.`,
    );
    this.#pause = setTimeout(() => this.#launch(), pause);
  }

  #problem(/** @type {string} */ what) {
    const { name } = this.#recipe;
    const log = logOf(this.#place, name);
    return new Problem(`${name} ${what}. The end of ${log}:\n${tailOf(this.#place, name)}`);
  }
}
