import type { Types } from 'mongoose';
import { withoutTrace } from '../observability/log-context.ts';
import type { Logger } from '../observability/logger.ts';
import { jitter } from '../runtime/retry.ts';
import type { Worker } from '../runtime/worker.ts';
import type { Aggregate } from './aggregate.ts';
import type { AggregateStore } from './aggregate-store.ts';
import type { RecoverableWork } from './failure-detector.ts';

const RETRY_DELAY_MS = 2000;
/** Maximum delay of a timer: a due time can be far ahead and the clock can be set, so both are checked again. */
const MAX_TIMER_MS = 60_000;

interface Options<T extends Aggregate> {
  /** Returns when the work of an aggregate is due, or null if there is none. */
  dueAt(aggregate: T): Date | null;
  /** Matches the aggregates with work left, for recovery. */
  filter: object;
  /** Performs the work; may run for the same aggregate at two instances concurrently. */
  work(aggregate: T): Promise<void>;
  /** Number of aggregates worked on concurrently. */
  concurrency: number;
  log: Logger;
}

/**
 * Performs scheduled work that is stored with aggregates, such as the retry of a refund. Each write makes it known, so
 * nothing is polled. The work of other instances is recovered after a failure (`FailureDetector`).
 */
export class PendingWork<T extends Aggregate> implements Worker, RecoverableWork {
  private readonly store: AggregateStore<T>;
  private readonly options: Options<T>;
  /** Due time by aggregate id, in milliseconds since the epoch, with the version of the aggregate it comes from. */
  private readonly due = new Map<string, { id: Types.ObjectId; atMs: number; version: number }>();
  private readonly running = new Map<string, Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private wakesAtMs = Number.POSITIVE_INFINITY;
  private active = false;

  constructor(store: AggregateStore<T>, options: Options<T>) {
    this.store = store;
    this.options = options;
    // A failed write may still have been applied.
    store.onWrite((id, after) => (after ? this.updateDue(after) : this.schedule(id, this.now())));
    store.failureDetector.register(this);
  }

  start(): void {
    this.active = true;
    this.wake();
  }

  async stop(): Promise<void> {
    this.active = false;
    clearTimeout(this.timer);
    await Promise.all(this.running.values());
  }

  get isIdle(): boolean {
    return this.due.size === 0;
  }

  async recover(): Promise<void> {
    for await (const aggregate of this.store.model.find(this.options.filter).lean<T[]>().cursor())
      this.updateDue(aggregate);
  }

  private now(): Date {
    return this.store.clock.now();
  }

  /** Updates the due time of an aggregate. @returns that time */
  private updateDue(aggregate: T): Date | null {
    const { _id: id, version } = aggregate;
    const dueAt = this.options.dueAt(aggregate);
    // The answers to two writes, or to a read and a write, can arrive in reverse order.
    if (version < (this.due.get(String(id))?.version ?? 0)) return dueAt;
    if (dueAt) this.schedule(id, dueAt, version);
    else this.due.delete(String(id));
    return dueAt;
  }

  private schedule(id: Types.ObjectId, dueAt: Date, version = this.due.get(String(id))?.version ?? 0): void {
    this.due.set(String(id), { id, atMs: dueAt.getTime(), version });
    if (dueAt.getTime() < this.wakesAtMs) this.wakeAt(dueAt.getTime());
  }

  private wakeAt(atMs: number): void {
    if (!this.active) return;
    clearTimeout(this.timer);
    this.wakesAtMs = atMs;
    const delayMs = Math.min(Math.max(0, atMs - this.now().getTime()), MAX_TIMER_MS);
    this.timer = withoutTrace(() => setTimeout(() => this.wake(), delayMs));
  }

  /** Starts the work that is due, and sets the timer for the next. */
  private wake(): void {
    this.wakesAtMs = Number.POSITIVE_INFINITY;
    if (!this.active) return;
    const now = this.now().getTime();
    let next = Number.POSITIVE_INFINITY;
    for (const [key, { id, atMs }] of this.due) {
      if (this.running.has(key)) continue;
      if (atMs > now) next = Math.min(next, atMs);
      else if (this.running.size < this.options.concurrency) this.run(key, id);
    }
    if (next < Number.POSITIVE_INFINITY) this.wakeAt(next);
  }

  private run(key: string, id: Types.ObjectId): void {
    const run = this.attempt(id)
      .catch((err) => {
        this.options.log.warn({ err, document: key }, 'pending work failed; will retry');
        this.schedule(id, new Date(this.now().getTime() + jitter(RETRY_DELAY_MS)));
      })
      .finally(() => {
        this.running.delete(key);
        this.wake();
      });
    this.running.set(key, run);
  }

  /** Reads the aggregate first, because another instance may have done or postponed the work. */
  private async attempt(id: Types.ObjectId): Promise<void> {
    const aggregate = await this.store.find(id);
    if (!aggregate) return void this.due.delete(String(id));
    const dueAt = this.updateDue(aggregate);
    if (dueAt && dueAt <= this.now()) await this.options.work(aggregate);
  }
}
