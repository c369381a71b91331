import { setTimeout as sleep } from 'node:timers/promises';

/** Maximum wait of a task for earlier ones: a hanging database must not block a whole queue. */
const MAX_WAIT_MS = 1000;

/**
 * In-process keyed mutex: runs tasks of the same key one after another. It only avoids version conflicts; correctness
 * depends on the guard in each write, since there are other processes too.
 */
export class KeyedMutex {
  private readonly last = new Map<string, Promise<void>>();

  /** Runs `task` after earlier ones of the same key, or after a second at most. */
  runExclusive<T>(key: string, task: () => Promise<T>): Promise<T> {
    const before = this.last.get(key);
    const result = before ? Promise.race([before, pause()]).then(task) : task();
    const ended = result.then(
      () => {},
      () => {},
    );
    this.last.set(key, ended);
    void ended.then(() => {
      if (this.last.get(key) === ended) this.last.delete(key);
    });
    return result;
  }
}

const pause = (): Promise<void> => sleep(MAX_WAIT_MS, undefined, { ref: false });
