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

  get failed() {
    return this.#failed > 0;
  }

  /** Exits the process, with code 1 if a step failed. @returns {never} */
  exit() {
    console.log(`${this.#passed} steps passed`);
    return process.exit(this.failed ? 1 : 0);
  }
}
