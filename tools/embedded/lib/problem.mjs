/** Something that the person at the terminal can put right: its message says what happened and what to do. */
export class Problem extends Error {}

/** Shows what ended a command: a problem as it is, anything else with its stack, as it is a fault of ours. */
export function explain(/** @type {unknown} */ error) {
  console.error(error instanceof Problem ? `\n${error.message}\n` : error);
}
