import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, processIdentity } from './process-identity.mjs';

/**
 * Takes a lock that lasts as long as this process, or until `release` is called.
 * @param {string} file
 * @param {Record<string, unknown>} [note] what another process shall know about this one
 * @returns {{release: () => void, holder?: undefined} | {holder: import('./process-identity.mjs').ProcessIdentity & Record<string, unknown>, release?: undefined}}
 */
export function tryLock(file, note = {}) {
  mkdirSync(dirname(file), { recursive: true });
  for (;;) {
    // A link appears with its content at once, and only where there is none yet.
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify({ ...processIdentity(process.pid), ...note }));
    try {
      linkSync(draft, file);
      return { release: () => rmSync(file, { force: true }) };
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft, { force: true });
    }
    const holder = readHolder(file);
    if (!holder) continue;
    if (isAlive(holder)) return { holder };
    // One at a time: a slow one would remove what a fast one has put there meanwhile.
    const turn = tryLock(`${file}.takeover`, note);
    if (turn.holder) return turn;
    const left = readHolder(file);
    if (left && !isAlive(left)) rmSync(file);
    turn.release();
  }
}

/**
 * Waits for its turn, then runs `work`.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {AbortSignal} [signal]
 */
export async function withLock(file, work, signal) {
  for (;;) {
    const lock = tryLock(file);
    if (lock.holder) await sleep(500, undefined, { signal });
    else
      try {
        return await work();
      } finally {
        lock.release();
      }
  }
}

/** @returns {any} who holds a lock, nobody that lives where that can't be read; undefined where there is no lock */
function readHolder(/** @type {string} */ file) {
  try {
    return Object(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT' ? undefined : {};
  }
}
