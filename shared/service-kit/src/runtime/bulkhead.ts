import type { ErrorCode } from '@ecommerce/contracts';
import { ApiError } from '../http/errors.ts';

/** Bulkhead: runs at most `concurrency` tasks concurrently, queues up to `queueLimit` more and rejects the rest. */
export class Bulkhead {
  private readonly concurrency: number;
  private readonly queueLimit: number;
  private readonly rejection: ErrorCode;
  private readonly queue: (() => void)[] = [];
  private running = 0;

  /** @param rejection error code for a task that finds the queue full */
  constructor(concurrency: number, queueLimit: number, rejection: ErrorCode) {
    this.concurrency = concurrency;
    this.queueLimit = queueLimit;
    this.rejection = rejection;
  }

  /** @throws ApiError with the code `rejection` when the queue is full */
  async execute<T>(task: () => Promise<T>): Promise<T> {
    if (this.running >= this.concurrency) await this.enqueue();
    else this.running++;
    try {
      return await task();
    } finally {
      // The next task in the queue takes over the slot, so that a new task cannot take it first.
      const next = this.queue.shift();
      if (next) next();
      else this.running--;
    }
  }

  private enqueue(): Promise<void> {
    if (this.queue.length >= this.queueLimit) throw new ApiError(this.rejection);
    return new Promise((resolve) => this.queue.push(resolve));
  }
}
