/** A background task, such as a reconciler. */
export interface Worker {
  start(): void;
  /** Resolves when the current work has ended. */
  stop(): Promise<void>;
}
