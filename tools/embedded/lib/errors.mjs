/** An error that the user can fix. Its message says what happened and what to do. */
export class UserError extends Error {}

/** Prints the error that ended a command: a user error without its stack, all others with it, because they are bugs. */
export function reportError(/** @type {unknown} */ error) {
  console.error(error instanceof UserError ? `\n${error.message}\n` : error);
}
