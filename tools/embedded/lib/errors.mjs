/** Something that the person at the terminal can put right: its message says what happened and what to do. */
export class UserError extends Error {}

/** Shows what ended a command: a problem as it is, anything else with its stack, as it is a fault of ours. */
export function reportError(/** @type {unknown} */ error) {
  console.error(error instanceof UserError ? `\n${error.message}\n` : error);
}
