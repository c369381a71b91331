import { setTimeout as sleep } from 'node:timers/promises';

/** Nobody waits longer for those before them; a database that hangs must not hang a whole queue. */
const LONGEST_WAIT_MS = 1000;

/**
 * Lets works on the same thing follow one another instead of racing, within this process. It only spares them vain
 * tries: what keeps them apart is the guard in each write, as there are other processes too.
 */
export class Turns {
  private readonly last = new Map<string, Promise<void>>();

  take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.last.get(key);
    const mine = before ? Promise.race([before, pause()]).then(work) : work();
    const ended = mine.then(
      () => {},
      () => {},
    );
    this.last.set(key, ended);
    void ended.then(() => {
      if (this.last.get(key) === ended) this.last.delete(key);
    });
    return mine;
  }
}

const pause = (): Promise<void> => sleep(LONGEST_WAIT_MS, undefined, { ref: false });
