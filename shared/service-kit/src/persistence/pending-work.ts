import type { Types } from 'mongoose';
import { withoutTrace } from '../observability/log-context.ts';
import type { Logger } from '../observability/logger.ts';
import { jitter } from '../runtime/retry.ts';
import type { Worker } from '../runtime/worker.ts';
import type { Aggregate } from './aggregate.ts';
import type { AggregateStore } from './aggregate-store.ts';
import type { RecoverableWork } from './failure-detector.ts';

const RETRY_DELAY_MS = 2000;
/** A due time can be far ahead and the clock can be set meanwhile, so both are checked again after this long. */
const MAX_TIMER_MS = 60_000;

interface Options<T extends Aggregate> {
  /** When the work of an aggregate is due; null where it has none. */
  dueAt(aggregate: T): Date | null;
  /** Finds the aggregates with work left, for recovery. */
  filter: object;
  /** Does the work; may be called for the same aggregate at two instances at once. */
  work(aggregate: T): Promise<void>;
  /** Aggregates worked on at the same time. */
  concurrency: number;
  log: Logger;
}

/**
 * Work that aggregates are stored with and that has to be done at a certain time, such as a refund to be repeated. Each
 * write tells of it; nothing is polled. What another instance left behind is recovered (`FailureDetector`).
 */
export class PendingWork<T extends Aggregate> implements Worker, RecoverableWork {
  private readonly store: AggregateStore<T>;
  private readonly options: Options<T>;
  /** By id: when it is due, in milliseconds since the epoch, and the version of the aggregate that says so. */
  private readonly due = new Map<string, { id: Types.ObjectId; atMs: number; version: number }>();
  private readonly running = new Map<string, Promise<void>>();
  private timer: NodeJS.Timeout | undefined;
  private wakesAtMs = Number.POSITIVE_INFINITY;
  private active = false;

  constructor(store: AggregateStore<T>, options: Options<T>) {
    this.store = store;
    this.options = options;
    // A write that failed may have been done.
    store.onWrite((id, after) => (after ? this.learn(after) : this.schedule(id, this.now())));
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
      this.learn(aggregate);
  }

  private now(): Date {
    return this.store.clock.now();
  }

  /** @returns when its work is due */
  private learn(aggregate: T): Date | null {
    const { _id: id, version } = aggregate;
    const dueAt = this.options.dueAt(aggregate);
    // The answers to two writes, or to a read and a write, can arrive in the other order.
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

  /** Starts what is due, and sets the timer for what is due next. */
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

  /** Another instance may have done the work, or have put it off, without this one's knowledge. */
  private async attempt(id: Types.ObjectId): Promise<void> {
    const aggregate = await this.store.find(id);
    if (!aggregate) return void this.due.delete(String(id));
    const dueAt = this.learn(aggregate);
    if (dueAt && dueAt <= this.now()) await this.options.work(aggregate);
  }
}
