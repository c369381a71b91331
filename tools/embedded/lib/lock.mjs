import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { poll } from './poll.mjs';
import { isAlive, processIdentity } from './process-identity.mjs';

/**
 * Tries to acquire a lock, which is held until `release` is called or this process ends.
 * @param {string} file
 * @param {Record<string, unknown>} [details] information about the holder for other processes
 * @returns {{release: () => void, holder?: undefined} | {holder: import('./process-identity.mjs').ProcessIdentity & Record<string, unknown>, release?: undefined}}
 */
export function tryLock(file, details = {}) {
  mkdirSync(dirname(file), { recursive: true });
  for (;;) {
    // Creating a link is atomic, includes the content, and fails if the file exists.
    const draft = `${file}.${process.pid}`;
    writeFileSync(draft, JSON.stringify({ ...processIdentity(process.pid), ...details }));
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
    // Takeovers are serialized, because a slow one could remove the lock that a faster one has just acquired.
    const takeover = tryLock(`${file}.takeover`, details);
    if (takeover.holder) return takeover;
    const current = readHolder(file);
    if (current && !isAlive(current)) rmSync(file);
    takeover.release();
  }
}

/**
 * Waits for a lock and runs `work` while holding it.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {AbortSignal} [signal] ends the wait
 */
export async function withLock(file, work, signal) {
  const release = await poll(() => tryLock(file).release, { intervalMs: 500, signal });
  return work().finally(release);
}

/** Reads the holder of a lock. @returns {any} an empty object if it is unreadable, undefined if there is no lock */
function readHolder(/** @type {string} */ file) {
  try {
    return Object(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT' ? undefined : {};
  }
}
