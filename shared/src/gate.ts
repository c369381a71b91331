import { TooManyRequests } from './errors/errors.ts';

/** Lets so many tasks run at once, so many wait, and turns the rest away. */
export class Gate {
  private readonly atOnce: number;
  private readonly waitingAtMost: number;
  private readonly refusal: string;
  private readonly waiting: (() => void)[] = [];
  private running = 0;

  /** @param refusal what those are told that are turned away */
  constructor(atOnce: number, waitingAtMost: number, refusal: string) {
    this.atOnce = atOnce;
    this.waitingAtMost = waitingAtMost;
    this.refusal = refusal;
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
    if (this.waiting.length >= this.waitingAtMost) throw new TooManyRequests(this.refusal);
    return new Promise((resolve) => this.waiting.push(resolve));
  }
}
