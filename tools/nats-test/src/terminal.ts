/** Where a command runs. */
export interface Terminal {
  env: NodeJS.ProcessEnv;
  input: AsyncIterable<Buffer | string>;
  /** A line of the result. */
  print(line: string): void;
  /** A line about it, beside the result. */
  note(line: string): void;
  /** Fires on Ctrl-C. */
  stop: AbortSignal;
}

/** Something that the user can mend. */
export class Problem extends Error {}

/** The command line itself is wrong. */
export class UsageError extends Error {}
