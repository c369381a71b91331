// @ts-check

const SHOWN = 10;

/** Prints one line per step, and the number of passed steps, which CI adds up. */
export class StepReport {
  #passed = 0;
  #failed = 0;

  /** @param {string} name @param {unknown[]} [violations] empty if the step passed */
  step(name, violations = []) {
    if (violations.length === 0) {
      this.#passed += 1;
      console.log(`ok    ${name}`);
      return;
    }
    this.#failed += 1;
    console.log(`FAIL  ${name}`);
    for (const violation of violations.slice(0, SHOWN))
      console.log(`      ${typeof violation === 'string' ? violation : JSON.stringify(violation)}`);
    if (violations.length > SHOWN) console.log(`      and ${violations.length - SHOWN} more`);
  }

  /**
   * Runs a check, and reports it as a step that fails with the error of the check.
   * @param {string} name @param {() => unknown} check
   */
  async run(name, check) {
    try {
      await check();
      this.step(name);
    } catch (error) {
      this.step(name, [error instanceof Error ? error.message : error]);
    }
  }

  get failed() {
    return this.#failed > 0;
  }

  /** Exits the process, with code 1 if a step failed. @returns {never} */
  exit() {
    console.log(`${this.#passed} steps passed`);
    return process.exit(this.failed ? 1 : 0);
  }
}
