import type { Logger } from '../observability/logger.ts';
import { settlesWithin } from '../runtime/settles-within.ts';
import { untilDone } from '../runtime/until-done.ts';
import type { Database } from './database.ts';
import { Heartbeats } from './heartbeats.ts';

/** Durations in milliseconds. */
export interface Timing {
  heartbeatIntervalMs: number;
  /**
   * Maximum age of the last heartbeat when a write begins, so that it is stored before others detect a failure.
   */
  validMs: number;
  /** Another instance has failed when its heartbeats stand still for this long. */
  failedAfterMs: number;
  /** The database has applied or dropped a write by then, even if its answer was lost. */
  lateWriteMs: number;
}

const TIMING: Timing = {
  heartbeatIntervalMs: 20_000,
  validMs: 45_000,
  failedAfterMs: 60_000,
  lateWriteMs: 15_000,
};
/** Maximum wait of a shutdown, each for the current round and for the removal of the heartbeats. */
const STOP_WAIT_MS = 1000;
const RETRY_DELAY = { minDelayMs: 500, maxDelayMs: 5000 };

/** Work that an instance tracks in memory and that can also be found in stored documents. */
export interface RecoverableWork {
  /** Finds stored work of ended instances. Reads whole collections, so it runs only after a start or a failure. */
  recover(): Promise<void>;
  /** True when this instance knows of no more work. */
  readonly isIdle: boolean;
}

/**
 * Failure detector: finds instances of this service that ended with work left, and recovers that work here. Each
 * instance counts heartbeats in one document; an instance whose count stands still for a minute has failed, so no
 * clocks are compared. This avoids polling for pending work: an instance knows its own in memory, and stored work is
 * searched only at the start and when an instance has failed.
 */
export class FailureDetector {
  private readonly heartbeats: Heartbeats;
  private readonly log: Logger;
  private readonly timing: Timing;
  private readonly work = new Set<RecoverableWork>();
  private readonly stopping = new AbortController();
  /** When the count of each other instance last changed, on the clock of this process. */
  private readonly seen = new Map<string, { count: number; sinceMs: number }>();
  private readonly lateWrites = new Set<NodeJS.Timeout>();
  /** True until all stored work has been searched. */
  private isRecoveryDue = true;
  /** Time of a second recovery: instances of a version without heartbeats end only after their replacements start. */
  private recoverAgainAtMs = Number.POSITIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();

  constructor(database: Database, log: Logger, timing: Partial<Timing> = {}) {
    this.heartbeats = new Heartbeats(database);
    this.log = log;
    this.timing = { ...TIMING, ...timing };
  }

  /** Id of this instance. */
  get instance(): string {
    return this.heartbeats.instance;
  }

  /** Registers work to recover; a service without any has no heartbeats. */
  register(work: RecoverableWork): void {
    this.work.add(work);
  }

  /** Recovers the work of earlier instances, then watches the others. Returns immediately. */
  start(): void {
    if (this.work.size === 0) return;
    this.round = this.untilDone(async () => {
      await this.heartbeats.beat();
      await this.recover();
      if (this.heartbeats.createdDocument)
        this.recoverAgainAtMs = performance.now() + this.timing.failedAfterMs;
    }).then(() => this.schedule());
  }

  /**
   * Removes the heartbeats of this instance, so that the others have nothing to recover. They stay when work is left or
   * the database does not answer soon; the others then find that this instance has failed.
   */
  async stop(): Promise<void> {
    this.stopping.abort();
    clearTimeout(this.timer);
    for (const timer of this.lateWrites) clearTimeout(timer);
    await settlesWithin(this.round, STOP_WAIT_MS);
    if (this.hasWorkLeft) return;
    if (!(await settlesWithin(this.heartbeats.leave(), STOP_WAIT_MS)))
      this.log.warn('failed to remove heartbeats; another instance will search for work');
  }

  /**
   * Resolves when others would notice a failure of this instance. Must be called before each write that leaves work.
   */
  async ensureHeartbeat(): Promise<void> {
    if (this.work.size === 0) return;
    // A process can be paused for a minute between a heartbeat and its answer.
    while (this.heartbeats.ageMs > this.timing.validMs) await this.heartbeats.beat();
  }

  /**
   * Calls `check` when a write with a lost answer must have ended: the database may apply it after the caller has gone.
   */
  afterLateWrite(check: () => void): void {
    const timer = setTimeout(() => {
      this.lateWrites.delete(timer);
      check();
    }, this.timing.lateWriteMs).unref();
    this.lateWrites.add(timer);
  }

  /** Recovers all stored work, including that of other instances. */
  async recover(): Promise<void> {
    this.isRecoveryDue = true;
    for (const work of this.work) await work.recover();
    this.isRecoveryDue = false;
  }

  private get hasWorkLeft(): boolean {
    return this.isRecoveryDue || this.lateWrites.size > 0 || ![...this.work].every(({ isIdle }) => isIdle);
  }

  private schedule(): void {
    if (this.stopping.signal.aborted) return;
    this.timer = setTimeout(() => {
      this.round = this.untilDone(() => this.watch()).then(() => this.schedule());
    }, this.timing.heartbeatIntervalMs);
  }

  private async watch(): Promise<void> {
    const counts = await this.heartbeats.beat();
    const failed = this.failedAmong(counts);
    if (failed.length === 0 && performance.now() < this.recoverAgainAtMs) return;
    if (failed.length > 0) this.log.warn({ instances: failed }, 'instances failed; recovering their work');
    await this.recover();
    this.recoverAgainAtMs = Number.POSITIVE_INFINITY;
    for (const instance of failed) await this.heartbeats.remove(instance, counts[instance] ?? 0);
  }

  private failedAmong(counts: Record<string, number>): string[] {
    const now = performance.now();
    for (const instance of this.seen.keys()) if (!(instance in counts)) this.seen.delete(instance);
    for (const [instance, count] of Object.entries(counts))
      if (this.seen.get(instance)?.count !== count) this.seen.set(instance, { count, sinceMs: now });
    return [...this.seen]
      .filter(([, { sinceMs }]) => now - sinceMs > this.timing.failedAfterMs)
      .map(([instance]) => instance);
  }

  private async untilDone(task: () => Promise<unknown>): Promise<void> {
    await untilDone(task, {
      ...RETRY_DELAY,
      signal: this.stopping.signal,
      log: this.log,
      message: 'recovery of pending work failed; retrying',
    });
  }
}
