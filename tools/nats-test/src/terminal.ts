/** Where a command runs. */
export interface Terminal {
  env: NodeJS.ProcessEnv;
  input: AsyncIterable<Buffer | string>;
  /** Prints a line of the result. */
  print(line: string): void;
  /** Prints a line about the result, beside it. */
  note(line: string): void;
  /** Aborts on Ctrl-C. */
  stop: AbortSignal;
}

/** An error that the user can fix. */
export class UserError extends Error {}

/** A wrong command line. */
export class UsageError extends Error {}
