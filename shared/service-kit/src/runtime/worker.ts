/** A task that runs beside the requests, such as a reconciler. */
export interface Worker {
  start(): void;
  /** Resolves when the work under way has ended. */
  stop(): Promise<void>;
}
