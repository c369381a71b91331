import { ApiError } from '../http/errors.ts';
import type { Logger } from '../observability/logger.ts';
import { settlesWithin } from '../runtime/settles-within.ts';
import { untilDone } from '../runtime/until-done.ts';
import type { Database } from './database.ts';
import { Heartbeats, stoppedAmong } from './heartbeats.ts';
import { LateWrites } from './late-writes.ts';
import { StalledCounts } from './stalled-counts.ts';

/** Durations in milliseconds. */
export interface Timing {
  heartbeatIntervalMs: number;
  /**
   * Maximum age of the last heartbeat when a write begins, so that it is stored before others detect a failure.
   */
  validMs: number;
  /** Another instance has failed when its heartbeats stand still for this long. */
  failedAfterMs: number;
  /** A database that answers has applied or dropped every earlier write by then, even if its answer was lost. */
  lateWriteMs: number;
}

const TIMING: Timing = {
  heartbeatIntervalMs: 20_000,
  validMs: 45_000,
  failedAfterMs: 60_000,
  lateWriteMs: 15_000,
};
/** Maximum wait of a shutdown, each for the current heartbeat, the current recovery and the removal of the heartbeats. */
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
 * clocks are compared. An instance that stops with work left says so in the same document. This avoids polling for
 * pending work: an instance knows its own in memory, and stored work is searched only at the start and when an instance
 * has failed or left work.
 */
export class FailureDetector {
  private readonly heartbeats: Heartbeats;
  private readonly log: Logger;
  private readonly timing: Timing;
  private readonly work = new Set<RecoverableWork>();
  private readonly stopping = new AbortController();
  private readonly stalledCounts: StalledCounts;
  private readonly lateWrites: LateWrites;
  private writesInFlight = 0;
  private hasLeft = false;
  /** True until all stored work has been searched. */
  private isRecoveryDue = true;
  /** Time of a second recovery: instances of a version without heartbeats end only after their replacements start. */
  private recoverAgainAtMs = Number.POSITIVE_INFINITY;
  private timer: NodeJS.Timeout | undefined;
  private round: Promise<void> = Promise.resolve();
  private recovery: Promise<void> | undefined;

  constructor(database: Database, log: Logger, timing: Partial<Timing> = {}) {
    this.heartbeats = new Heartbeats(database);
    this.log = log;
    this.timing = { ...TIMING, ...timing };
    const { failedAfterMs, heartbeatIntervalMs, lateWriteMs } = this.timing;
    this.stalledCounts = new StalledCounts(failedAfterMs, heartbeatIntervalMs + lateWriteMs);
    this.lateWrites = new LateWrites({
      probe: () => this.heartbeats.beat(),
      lateWriteMs,
      signal: this.stopping.signal,
      log,
    });
  }

  /** Id of this instance. */
  get instance(): string {
    return this.heartbeats.instance;
  }

  /** Registers work to recover; a service without any has no heartbeats. */
  register(work: RecoverableWork): void {
    this.work.add(work);
  }

  /** Recovers the work of earlier instances, and watches the others. Returns immediately. */
  start(): void {
    if (this.work.size === 0) return;
    this.round = this.untilDone(async () => {
      const counts = await this.heartbeats.beat();
      if (this.heartbeats.createdDocument)
        this.recoverAgainAtMs = performance.now() + this.timing.failedAfterMs;
      this.startRecovery(pick(counts, stoppedAmong(counts)));
    }).then(() => this.schedule());
  }

  /**
   * Removes the heartbeats of this instance, so that the others have nothing to recover, or tells them that work is left;
   * no write can begin afterwards. The heartbeats stay when a write may still be applied or the database does not answer
   * soon; the others then find that this instance has failed.
   */
  async stop(): Promise<void> {
    this.stopping.abort();
    clearTimeout(this.timer);
    await settlesWithin(this.round, STOP_WAIT_MS);
    if (this.recovery) await settlesWithin(this.recovery, STOP_WAIT_MS);
    if (this.isRecoveryDue || this.writesInFlight > 0 || !this.lateWrites.isIdle) return;
    this.hasLeft = true;
    const hasWorkLeft = [...this.work].some(({ isIdle }) => !isIdle);
    if (!(await settlesWithin(this.heartbeats.leave(hasWorkLeft), STOP_WAIT_MS)))
      this.log.warn('failed to remove heartbeats; another instance may search for work');
  }

  /**
   * Performs a write that may leave work. It begins only when others would notice a failure of this instance, and the
   * heartbeats stay until it has ended.
   * @throws ApiError `unavailable` after `stop` has removed the heartbeats
   */
  async duringWrite<T>(write: () => Promise<T>): Promise<T> {
    this.writesInFlight++;
    try {
      await this.ensureHeartbeat();
      return await write();
    } finally {
      this.writesInFlight--;
    }
  }

  /**
   * Calls `check` when a write with a lost answer must have ended: the database may apply it after the caller has gone.
   * Must be called before the write ends for `duringWrite`.
   */
  afterLateWrite(check: () => void): void {
    if (this.work.size > 0) this.lateWrites.add(check);
  }

  /** Recovers all stored work, including that of other instances. */
  async recover(): Promise<void> {
    this.isRecoveryDue = true;
    for (const work of this.work) await work.recover();
    this.isRecoveryDue = false;
  }

  private async ensureHeartbeat(): Promise<void> {
    if (this.work.size === 0) return;
    if (this.hasLeft) throw new ApiError('unavailable', { message: 'This instance has stopped. Try again.' });
    // A process can be paused for a minute between a heartbeat and its answer.
    while (this.heartbeats.ageMs > this.timing.validMs) await this.heartbeats.beat();
  }

  private schedule(): void {
    if (this.stopping.signal.aborted) return;
    this.timer = setTimeout(() => {
      this.round = this.untilDone(() => this.watch()).then(() => this.schedule());
    }, this.timing.heartbeatIntervalMs);
  }

  private async watch(): Promise<void> {
    const counts = await this.heartbeats.beat();
    const stopped = stoppedAmong(counts);
    const failed = this.stalledCounts.among(counts).filter((instance) => !stopped.includes(instance));
    const ended = [...stopped, ...failed];
    if (this.recovery || (ended.length === 0 && performance.now() < this.recoverAgainAtMs)) return;
    if (failed.length > 0) this.log.warn({ instances: failed }, 'instances failed; recovering their work');
    if (stopped.length > 0)
      this.log.info({ instances: stopped }, 'instances stopped; taking over their work');
    this.startRecovery(pick(counts, ended));
  }

  /** Runs beside the heartbeats, because it can take longer than others wait for one. */
  private startRecovery(ended: Record<string, number>): void {
    const startedAtMs = performance.now();
    this.recovery = this.untilDone(async () => {
      await this.recover();
      if (startedAtMs >= this.recoverAgainAtMs) this.recoverAgainAtMs = Number.POSITIVE_INFINITY;
      for (const [instance, count] of Object.entries(ended)) await this.heartbeats.remove(instance, count);
    }).finally(() => {
      this.recovery = undefined;
    });
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

const pick = (counts: Record<string, number>, instances: string[]): Record<string, number> =>
  Object.fromEntries(instances.map((instance) => [instance, counts[instance] ?? 0]));
