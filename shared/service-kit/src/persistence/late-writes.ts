import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../observability/logger.ts';
import { settlesWithin } from '../runtime/settles-within.ts';
import { untilDone } from '../runtime/until-done.ts';

/** Maximum milliseconds for an answer of a database that is not stalled. */
const ANSWER_MS = 5000;
const RETRY_DELAY = { minDelayMs: 500, maxDelayMs: 5000 };

interface Options {
  /** Sends a write to the database. @throws when it fails */
  probe: () => Promise<unknown>;
  /** Milliseconds in which a database that answers applies or drops every earlier write. */
  lateWriteMs: number;
  signal: AbortSignal;
  log: Logger;
}

/**
 * Waits for the end of writes whose answer was lost. A stalled database applies them when it continues, however late
 * that is, so the wait begins with its first answer.
 */
export class LateWrites {
  private readonly options: Options;
  private readonly checks = new Set<() => void>();
  private waiting: Promise<void> | undefined;

  constructor(options: Options) {
    this.options = options;
  }

  /** Calls `check` when a write that has just failed must have ended. */
  add(check: () => void): void {
    this.checks.add(check);
    this.waiting ??= this.wait().finally(() => {
      this.waiting = undefined;
    });
  }

  /** True when no write with a lost answer can still be applied. */
  get isIdle(): boolean {
    return this.checks.size === 0;
  }

  private async wait(): Promise<void> {
    const { signal } = this.options;
    while (this.checks.size > 0) {
      const checks = [...this.checks];
      do {
        await this.firstAnswer();
        await sleep(this.options.lateWriteMs, undefined, { signal, ref: false }).catch(() => {});
        if (signal.aborted) return;
        // It may have stalled again in between.
      } while (!(await settlesWithin(this.options.probe(), ANSWER_MS)));
      for (const check of checks) {
        this.checks.delete(check);
        check();
      }
    }
  }

  private firstAnswer(): Promise<void> {
    const { probe, signal, log } = this.options;
    return untilDone(probe, { ...RETRY_DELAY, signal, log, message: 'database does not answer; retrying' });
  }
}
