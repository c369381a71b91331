import { TooManyRequests } from '@ecommerce/shared';

/** Lets so many tasks run at once, so many wait, and turns the rest away. */
export class Gate {
  private readonly atOnce: number;
  private readonly waitingAtMost: number;
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  constructor(atOnce: number, waitingAtMost: number) {
    this.atOnce = atOnce;
    this.waitingAtMost = waitingAtMost;
  }

  /** @throws TooManyRequests */
  async pass<T>(task: () => Promise<T>): Promise<T> {
    if (this.running >= this.atOnce) await this.wait();
    else this.running++;
    try {
      return await task();
    } finally {
      // Whoever waits takes over the place, so that nobody can slip in between.
      const next = this.waiting.shift();
      if (next) next();
      else this.running--;
    }
  }

  private wait(): Promise<void> {
    if (this.waiting.length >= this.waitingAtMost)
      throw new TooManyRequests('Too many people are signing in; try again in a moment');
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
