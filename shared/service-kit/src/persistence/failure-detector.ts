import { randomUUID } from 'node:crypto';
import mongoose, { type Model } from 'mongoose';
import type { Logger } from '../observability/logger.ts';
import { retry } from '../runtime/retry.ts';
import type { Database } from './database.ts';
import { isDuplicateKey } from './transient.ts';

const HEARTBEAT_INTERVAL_MS = 20_000;
/** A write begins no later than this after the last heartbeat, so that it is stored before others may give this one up. */
const VALID_MS = 45_000;
const FAILED_AFTER_MS = 60_000;
const RETRY_DELAY = { minDelayMs: 500, maxDelayMs: 5000 };

/** Work that an instance knows of in memory, and that stored documents tell of too. */
export interface RecoverableWork {
  /** Finds stored work that an instance left behind: reads whole collections, so it runs only after a start or a failure. */
  recover(): Promise<void>;
  /** True when this instance knows of no work left. */
  readonly isIdle: boolean;
}

/** The instances of one service that may have work left, by id, with the heartbeats counted. */
interface Heartbeats {
  _id: string;
  counts: Record<string, number>;
}

const schema = new mongoose.Schema<Heartbeats>(
  { _id: String, counts: { type: Object, default: {} } },
  { versionKey: false, minimize: false, collection: 'instances' },
);
const _id = 'heartbeats';

/**
 * Failure detector: finds instances of this service that ended with work left, and has it recovered here. Each instance
 * counts heartbeats in one document; one whose count stands still for a minute has failed. No clocks are compared. Thus
 * pending work is polled nowhere: an instance knows its own in memory, and all stored work is searched only at the start
 * and when an instance has failed.
 */
export class FailureDetector {
  private readonly instance = randomUUID();
  private readonly model: Model<Heartbeats>;
  private readonly log: Logger;
  private readonly work = new Set<RecoverableWork>();
  private readonly stopping = new AbortController();
  /** When each other instance's count last changed, on this process's own clock. */
  private readonly seen = new Map<string, { count: number; sinceMs: number }>();
  private lastBeatMs = Number.NEGATIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();

  constructor(database: Database, log: Logger) {
    this.model = database.model('Instance', schema);
    this.log = log;
  }

  /** Has work recovered here; a service without any has no heartbeats. */
  register(work: RecoverableWork): void {
    this.work.add(work);
  }

  /** Recovers what earlier instances left, then watches the others. Returns at once. */
  start(): void {
    if (this.work.size === 0) return;
    this.round = this.untilDone(async () => {
      await this.beat();
      await this.recover();
    }).then(() => this.schedule());
  }

  /** Leaves the others without work to recover; where some is left, they find out that this instance has gone. */
  async stop(): Promise<void> {
    this.stopping.abort();
    clearTimeout(this.timer);
    await this.round;
    if (this.work.size > 0 && [...this.work].every(({ isIdle }) => isIdle))
      await this.model.updateOne({ _id }, { $unset: { [`counts.${this.instance}`]: 1 } });
  }

  /** Resolves when this instance may write: the others learn of its failure. To be called before each write that leaves work. */
  async confirm(): Promise<void> {
    if (this.work.size > 0 && performance.now() - this.lastBeatMs > VALID_MS) await this.beat();
  }

  private schedule(): void {
    if (this.stopping.signal.aborted) return;
    this.timer = setTimeout(() => {
      this.round = this.untilDone(() => this.watch()).then(() => this.schedule());
    }, HEARTBEAT_INTERVAL_MS);
  }

  private async watch(): Promise<void> {
    const counts = await this.beat();
    const now = performance.now();
    const failed = Object.entries(counts).filter(([instance, count]) => {
      const known = this.seen.get(instance);
      if (known?.count !== count) this.seen.set(instance, { count, sinceMs: now });
      else return now - known.sinceMs > FAILED_AFTER_MS;
      return false;
    });
    for (const instance of this.seen.keys()) if (!(instance in counts)) this.seen.delete(instance);
    if (failed.length === 0) return;
    this.log.warn(
      { instances: failed.map(([instance]) => instance) },
      'instances failed; recovering their work',
    );
    await this.recover();
    for (const [instance, count] of failed) {
      const path = `counts.${instance}`;
      await this.model.updateOne({ _id, [path]: count }, { $unset: { [path]: 1 } });
    }
  }

  /** @returns the heartbeats of the other instances */
  private async beat(): Promise<Record<string, number>> {
    const startedAtMs = performance.now();
    const count = () =>
      this.model
        .findOneAndUpdate(
          { _id },
          { $inc: { [`counts.${this.instance}`]: 1 } },
          { upsert: true, returnDocument: 'after' },
        )
        .lean()
        .orFail();
    const { counts } = await count().catch((error: unknown) => {
      // Another instance inserted the document meanwhile.
      if (isDuplicateKey(error)) return count();
      throw error;
    });
    this.lastBeatMs = startedAtMs;
    const { [this.instance]: _own, ...others } = counts;
    return others;
  }

  /** Recovers all work that is stored, whoever left it. */
  async recover(): Promise<void> {
    for (const work of this.work) await work.recover();
  }

  private async untilDone(task: () => Promise<unknown>): Promise<void> {
    await retry(task, {
      ...RETRY_DELAY,
      signal: this.stopping.signal,
      onFailedAttempt: (err, retryInMs) =>
        this.log.warn({ err, retryInMs }, 'recovery of pending work failed; retrying'),
    }).catch(() => {});
  }
}
