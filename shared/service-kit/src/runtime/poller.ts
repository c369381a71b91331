import type { Logger } from '../observability/logger.ts';

/** Approximate maximum share of the time that a task uses. */
const MAX_DUTY_CYCLE = 0.1;
/**
 * Limits the pause after a long run, which an outage caused rather than load: its remaining work should not wait as
 * long.
 */
const MAX_PAUSE_MS = 5000;
/** Interval after a failed run, if the usual one is longer. */
const RETRY_MS = 30_000;

/**
 * Runs a task periodically: `intervalMs` milliseconds after its last end, or up to some seconds later after a long run,
 * so that it does not keep a slow database busy. Runs do not overlap; a failure is logged and retried within 30 s.
 */
export class Poller {
  private readonly task: () => Promise<void>;
  private readonly intervalMs: number;
  private readonly log: Logger;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private runAgain = false;
  private stopped = false;

  constructor(task: () => Promise<void>, intervalMs: number, log: Logger) {
    this.task = task;
    this.intervalMs = intervalMs;
    this.log = log;
  }

  start(): void {
    this.trigger();
  }

  /** Runs the task now, or again when the current run has ended. */
  trigger(): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.runAgain = this.running !== undefined;
    this.running ??= this.run();
  }

  /** Resolves when the current run has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private async run(): Promise<void> {
    const startedAt = Date.now();
    let intervalMs = this.intervalMs;
    try {
      await this.task();
    } catch (error) {
      intervalMs = Math.min(intervalMs, RETRY_MS);
      this.log.warn({ err: error }, 'periodic task failed; will retry');
    }
    this.running = undefined;
    if (this.stopped) return;
    if (this.runAgain) return this.trigger();
    const pauseMs = Math.min((Date.now() - startedAt) / MAX_DUTY_CYCLE, MAX_PAUSE_MS);
    this.timer = setTimeout(() => this.trigger(), Math.max(intervalMs, pauseMs));
  }
}
