/** The input, output and environment of a command. */
export interface Terminal {
  env: NodeJS.ProcessEnv;
  input: AsyncIterable<Buffer | string>;
  /** Prints a line of the result to stdout. */
  print(line: string): void;
  /** Prints a note to stderr. */
  note(line: string): void;
  /** Aborts on Ctrl-C. */
  stop: AbortSignal;
}

/** An error that the user can fix. */
export class UserError extends Error {}

/** An error in the command line. */
export class UsageError extends Error {}
