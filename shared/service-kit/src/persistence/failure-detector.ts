import type { Logger } from '../observability/logger.ts';
import { settlesWithin } from '../runtime/settles-within.ts';
import { untilDone } from '../runtime/until-done.ts';
import type { Database } from './database.ts';
import { Heartbeats } from './heartbeats.ts';

/** Durations in milliseconds. */
export interface Timing {
  heartbeatIntervalMs: number;
  /** A write begins no later than this after the last heartbeat, so that it is stored before others may give this one up. */
  validMs: number;
  /** Another instance has failed whose heartbeats stand still for so long. */
  failedAfterMs: number;
  /** The database has done or dropped a write by then whose answer was lost. */
  lateWriteMs: number;
}

const TIMING: Timing = {
  heartbeatIntervalMs: 20_000,
  validMs: 45_000,
  failedAfterMs: 60_000,
  lateWriteMs: 15_000,
};
/** A shutdown waits no longer for each: for the round under way, and for the entry to leave. */
const STOP_WAIT_MS = 1000;
const RETRY_DELAY = { minDelayMs: 500, maxDelayMs: 5000 };

/** Work that an instance knows of in memory, and that stored documents tell of too. */
export interface RecoverableWork {
  /** Finds stored work that an instance left behind: reads whole collections, so it runs only after a start or a failure. */
  recover(): Promise<void>;
  /** True when this instance knows of no work left. */
  readonly isIdle: boolean;
}

/**
 * Failure detector: finds instances of this service that ended with work left, and has it recovered here. Each instance
 * counts heartbeats in one document; one whose count stands still for a minute has failed. No clocks are compared. Thus
 * pending work is polled nowhere: an instance knows its own in memory, and all stored work is searched only at the start
 * and when an instance has failed.
 */
export class FailureDetector {
  private readonly heartbeats: Heartbeats;
  private readonly log: Logger;
  private readonly timing: Timing;
  private readonly work = new Set<RecoverableWork>();
  private readonly stopping = new AbortController();
  /** When each other instance's count last changed, on this process's own clock. */
  private readonly seen = new Map<string, { count: number; sinceMs: number }>();
  private readonly lateWrites = new Set<NodeJS.Timeout>();
  /** True until all stored work has been searched. */
  private isRecoveryDue = true;
  /** In the deployment that brings heartbeats, instances without them end after the start of those that replace them. */
  private recoverAgainAtMs = Number.POSITIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();

  constructor(database: Database, log: Logger, timing: Partial<Timing> = {}) {
    this.heartbeats = new Heartbeats(database);
    this.log = log;
    this.timing = { ...TIMING, ...timing };
  }

  /** The id of this instance. */
  get instance(): string {
    return this.heartbeats.instance;
  }

  /** Has work recovered here; a service without any has no heartbeats. */
  register(work: RecoverableWork): void {
    this.work.add(work);
  }

  /** Recovers what earlier instances left, then watches the others. Returns at once. */
  start(): void {
    if (this.work.size === 0) return;
    this.round = this.untilDone(async () => {
      await this.heartbeats.beat();
      await this.recover();
      if (this.heartbeats.areNew) this.recoverAgainAtMs = performance.now() + this.timing.failedAfterMs;
    }).then(() => this.schedule());
  }

  /**
   * Leaves the others without work to recover; where some is left, or the database does not answer soon, they find out
   * that this instance has gone.
   */
  async stop(): Promise<void> {
    this.stopping.abort();
    clearTimeout(this.timer);
    for (const timer of this.lateWrites) clearTimeout(timer);
    await settlesWithin(this.round, STOP_WAIT_MS);
    if (this.hasWorkLeft) return;
    if (!(await settlesWithin(this.heartbeats.leave(), STOP_WAIT_MS)))
      this.log.warn('failed to remove the heartbeats; another instance will look for work');
  }

  /** Resolves when this instance may write: the others learn of its failure. To be called before each write that leaves work. */
  async confirm(): Promise<void> {
    if (this.work.size === 0) return;
    // A process can be paused for a minute between a heartbeat and its answer.
    while (this.heartbeats.ageMs > this.timing.validMs) await this.heartbeats.beat();
  }

  /** Has `check` called once a write has ended whose answer was lost: the database may do it after its caller has gone. */
  afterLateWrite(check: () => void): void {
    const timer = setTimeout(() => {
      this.lateWrites.delete(timer);
      check();
    }, this.timing.lateWriteMs).unref();
    this.lateWrites.add(timer);
  }

  /** Recovers all stored work, that of other instances included. */
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
