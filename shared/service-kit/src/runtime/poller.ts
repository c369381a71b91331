import type { Logger } from '../observability/logger.ts';

/** A task uses at most about this share of the time. */
const MAX_DUTY_CYCLE = 0.1;
/** A run that took long was held up by an outage rather than by load, and what it left undone should not wait as long again. */
const MAX_PAUSE_MS = 5000;

/**
 * Runs a task again and again: `intervalMs` milliseconds after its last end, or up to some seconds later where it takes
 * long, so that a slow database is not kept busy by it. One run at a time; a failure is logged and tried again.
 */
export class Poller {
  private readonly task: () => Promise<void>;
  private readonly intervalMs: number;
  private readonly log: Logger;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  private stopped = false;

  constructor(task: () => Promise<void>, intervalMs: number, log: Logger) {
    this.task = task;
    this.intervalMs = intervalMs;
    this.log = log;
  }

  start(): void {
    this.trigger();
  }

  /** Runs the task now; once more afterwards if a run is under way. */
  trigger(): void {
    if (this.stopped) return;
    clearTimeout(this.timer);
    this.again = this.running !== undefined;
    this.running ??= this.run();
  }

  /** Resolves when the run under way has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    await this.running;
  }

  private async run(): Promise<void> {
    const startedAt = Date.now();
    try {
      await this.task();
    } catch (error) {
      this.log.warn({ err: error }, 'periodic task failed; will retry');
    }
    this.running = undefined;
    if (this.stopped) return;
    if (this.again) return this.trigger();
    const pauseMs = Math.min((Date.now() - startedAt) / MAX_DUTY_CYCLE, MAX_PAUSE_MS);
    this.timer = setTimeout(() => this.trigger(), Math.max(this.intervalMs, pauseMs));
  }
}
