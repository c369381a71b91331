import type { ErrorCode } from '@ecommerce/contracts';
import { ApiError } from '../http/errors.ts';
import { FairQueue } from './fair-queue.ts';

/**
 * Bulkhead: runs at most `concurrency` tasks concurrently, queues up to `queueLimit` more and rejects the rest. Each task
 * has a key, such as its caller. Keys take turns, so that no key waits for all tasks of another.
 */
export class Bulkhead {
  private readonly concurrency: number;
  private readonly rejection: ErrorCode;
  private readonly concurrencyPerKey: number;
  private readonly queue: FairQueue<Waiting>;
  private readonly running = new Map<string, number>();
  private total = 0;

  /**
   * @param rejection error code for a task that finds the queue full
   * @param concurrencyPerKey tasks of one key that run concurrently; the others of this key wait even while slots are free
   */
  constructor(
    concurrency: number,
    queueLimit: number,
    rejection: ErrorCode,
    concurrencyPerKey: number = concurrency,
  ) {
    this.concurrency = concurrency;
    this.rejection = rejection;
    this.concurrencyPerKey = concurrencyPerKey;
    this.queue = new FairQueue(queueLimit);
  }

  /**
   * Runs a task when its key has a slot. When the queue is full, the key with the most waiting tasks loses its newest.
   * @throws ApiError with the code `rejection` when the task lost its place in the queue, or found none
   */
  async execute<T>(task: () => Promise<T>, key = ''): Promise<T> {
    if (this.isFree(key)) this.occupy(key);
    else await this.enqueue(key);
    try {
      return await task();
    } finally {
      this.release(key);
    }
  }

  private isFree(key: string): boolean {
    return this.total < this.concurrency && (this.running.get(key) ?? 0) < this.concurrencyPerKey;
  }

  private occupy(key: string): void {
    this.total++;
    this.running.set(key, (this.running.get(key) ?? 0) + 1);
  }

  /** Frees a slot. The next task in the queue takes it over, so that a new task cannot take it first. */
  private release(key: string): void {
    this.total--;
    const left = (this.running.get(key) ?? 0) - 1;
    if (left > 0) this.running.set(key, left);
    else this.running.delete(key);
    this.queue
      .take((next) => {
        if (!this.isFree(next)) return false;
        this.occupy(next);
        return true;
      })
      ?.start();
  }

  private enqueue(key: string): Promise<void> {
    return new Promise((start, reject) => {
      const dropped = this.queue.add(key, { start, reject });
      dropped?.reject(new ApiError(this.rejection));
    });
  }
}

interface Waiting {
  start(): void;
  reject(error: ApiError): void;
}
