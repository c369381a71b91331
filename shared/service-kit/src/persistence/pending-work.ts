import { withoutTrace } from '../observability/log-context.ts';
import type { Logger } from '../observability/logger.ts';
import { jitter } from '../runtime/retry.ts';
import type { Worker } from '../runtime/worker.ts';
import type { Aggregate } from './aggregate.ts';
import type { AggregateStore } from './aggregate-store.ts';
import type { RecoverableWork } from './failure-detector.ts';
import { isTransient } from './transient.ts';

const RETRY_DELAY_MS = 2000;
/** Maximum delay of a timer: a due time can be far ahead and the clock can be set, so both are checked again. */
const MAX_TIMER_MS = 60_000;
/** Maximum share of the time that the search for due work takes, which grows with the work that is not due yet. */
const MAX_DUTY_CYCLE = 0.01;

interface Options<T extends Aggregate> {
  /** Returns when the work of an aggregate is due, or when to read it again, or null if there is none. */
  dueAt(aggregate: T): Date | null;
  /** Matches the aggregates with work left, for recovery. */
  filter: object;
  /** Performs the work; may run for the same aggregate at two instances concurrently. */
  work(aggregate: T): Promise<void>;
  /** Whether work may begin now; due work waits until it may, without being read. By default it always may. */
  mayBegin?(): boolean;
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
  private readonly due = new Map<string, { atMs: number; version: number }>();
  private readonly running = new Map<string, Promise<void>>();
  /** Ids of aggregates whose work is due and waits for others to end, the next one last. */
  private queue: string[] = [];
  private timer: NodeJS.Timeout | undefined;
  private wakesAtMs = Number.POSITIVE_INFINITY;
  /** When the next search for due work may begin, on the clock of this process. */
  private restsUntilMs = 0;
  private active = false;

  constructor(store: AggregateStore<T>, options: Options<T>) {
    this.store = store;
    this.options = options;
    // A failed write may still have been applied.
    store.onWrite((id, after) => (after ? this.updateDue(after) : this.schedule(String(id), this.now())));
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
    const { version } = aggregate;
    const id = String(aggregate._id);
    const dueAt = this.options.dueAt(aggregate);
    // The answers to two writes, or to a read and a write, can arrive in reverse order.
    if (version < (this.due.get(id)?.version ?? 0)) return dueAt;
    if (dueAt) this.schedule(id, dueAt, version);
    else this.due.delete(id);
    return dueAt;
  }

  private schedule(id: string, dueAt: Date, version = this.due.get(id)?.version ?? 0): void {
    this.due.set(id, { atMs: dueAt.getTime(), version });
    this.wakeBy(dueAt.getTime());
  }

  private wakeBy(atMs: number): void {
    if (atMs < this.wakesAtMs) this.wakeAt(atMs);
  }

  private wakeAt(atMs: number): void {
    if (!this.active) return;
    clearTimeout(this.timer);
    this.wakesAtMs = atMs;
    const restMs = Math.max(0, this.restsUntilMs - performance.now());
    const delayMs = Math.min(Math.max(restMs, atMs - this.now().getTime()), MAX_TIMER_MS);
    this.timer = withoutTrace(() => setTimeout(() => this.wake(), delayMs).unref());
  }

  /** Finds the work that is due, and sets the timer for the next. */
  private wake(): void {
    this.wakesAtMs = Number.POSITIVE_INFINITY;
    if (!this.active) return;
    if (performance.now() < this.restsUntilMs) {
      this.wakeAt(this.now().getTime());
      return;
    }
    const startedAtMs = performance.now();
    const now = this.now().getTime();
    let next = Number.POSITIVE_INFINITY;
    this.queue = [];
    for (const [id, { atMs }] of this.due) {
      if (this.running.has(id)) continue;
      if (atMs > now) next = Math.min(next, atMs);
      else this.queue.push(id);
    }
    this.queue.reverse();
    this.restsUntilMs = startedAtMs + (performance.now() - startedAtMs) / MAX_DUTY_CYCLE;
    this.wakeBy(next);
    this.runQueue();
  }

  private runQueue(): void {
    if (this.queue.length > 0 && !(this.options.mayBegin?.() ?? true)) {
      this.rest();
      this.wakeBy(this.now().getTime());
      return;
    }
    while (this.active && this.running.size < this.options.concurrency) {
      const id = this.queue.pop();
      if (!id) return;
      const { atMs } = this.due.get(id) ?? {};
      // A write has ended it meanwhile, or it is running already.
      if (atMs === undefined || this.running.has(id)) continue;
      if (atMs <= this.now().getTime()) this.run(id);
      else this.wakeBy(atMs);
    }
  }

  /** Starts no other work until a retry may succeed. */
  private rest(): void {
    this.queue = [];
    this.restsUntilMs = performance.now() + RETRY_DELAY_MS;
  }

  private run(id: string): void {
    const run = this.attempt(id)
      .catch((err) => {
        this.options.log.warn({ err, document: id }, 'pending work failed; will retry');
        this.schedule(id, new Date(this.now().getTime() + jitter(RETRY_DELAY_MS)));
        // The others would fail in the same way, and would be logged one by one.
        if (isTransient(err)) this.rest();
      })
      .finally(() => {
        this.running.delete(id);
        // It is skipped while it runs.
        this.wakeBy(this.due.get(id)?.atMs ?? Number.POSITIVE_INFINITY);
        this.runQueue();
      });
    this.running.set(id, run);
  }

  /** Reads the aggregate first, because another instance may have done or postponed the work. */
  private async attempt(id: string): Promise<void> {
    const aggregate = await this.store.find(id);
    if (!aggregate) return void this.due.delete(id);
    const dueAt = this.updateDue(aggregate);
    if (dueAt && dueAt <= this.now()) await this.options.work(aggregate);
  }
}
