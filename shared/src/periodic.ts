import type { Logger } from './logger.ts';

/** A task never takes more than about this share of its time. */
const LOAD = 0.1;
/** What held a run up for long was an outage rather than load, and what it left behind should not wait for as long again. */
const LONGEST_PAUSE_MS = 5000;

/**
 * Work that is done again and again: `ms` milliseconds after it last ended, or some seconds later where it takes long,
 * so that a slow database is not kept busy by it. One run at a time; a failure is logged and tried anew.
 */
export class Periodic {
  private readonly task: () => Promise<void>;
  private readonly ms: number;
  private readonly log: Logger;
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | undefined;
  private again = false;
  private stopped = false;

  constructor(task: () => Promise<void>, ms: number, log: Logger) {
    this.task = task;
    this.ms = ms;
    this.log = log;
  }

  start(): void {
    this.kick();
  }

  /** Runs now; once more afterwards if a run is under way. */
  kick(): void {
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
    const begin = Date.now();
    try {
      await this.task();
    } catch (error) {
      this.log.warn({ err: error }, 'periodic work failed; it will be tried again');
    }
    this.running = undefined;
    if (this.stopped) return;
    if (this.again) return this.kick();
    const pause = Math.min((Date.now() - begin) / LOAD, LONGEST_PAUSE_MS);
    this.timer = setTimeout(() => this.kick(), Math.max(this.ms, pause));
  }
}
