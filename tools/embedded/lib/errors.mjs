/** An error that the person at the terminal can fix: its message says what happened and what to do. */
export class UserError extends Error {}

/** Prints what ended a command: a user error without its stack, anything else with it, because it is a bug. */
export function reportError(/** @type {unknown} */ error) {
  console.error(error instanceof UserError ? `\n${error.message}\n` : error);
}
