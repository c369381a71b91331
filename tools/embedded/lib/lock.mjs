import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { poll } from './poll.mjs';
import { isAlive, processIdentity } from './process-identity.mjs';

/**
 * Takes a lock that lasts as long as this process, or until `release` is called.
 * @param {string} file
 * @param {Record<string, unknown>} [details] what another process shall know about the holder
 * @returns {{release: () => void, holder?: undefined} | {holder: import('./process-identity.mjs').ProcessIdentity & Record<string, unknown>, release?: undefined}}
 */
export function tryLock(file, details = {}) {
  mkdirSync(dirname(file), { recursive: true });
  for (;;) {
    // A link appears with its content at once, and only where there is none yet.
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
    // Takeovers are serialized: a slow one would otherwise remove the lock that a fast one has just taken.
    const takeover = tryLock(`${file}.takeover`, details);
    if (takeover.holder) return takeover;
    const current = readHolder(file);
    if (current && !isAlive(current)) rmSync(file);
    takeover.release();
  }
}

/**
 * Runs `work` while holding a lock, which it waits for.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {AbortSignal} [signal] ends the wait
 */
export async function withLock(file, work, signal) {
  const release = await poll(() => tryLock(file).release, { intervalMs: 500, signal });
  return work().finally(release);
}

/** @returns {any} the holder of a lock, an empty object where it cannot be read, undefined where there is no lock */
function readHolder(/** @type {string} */ file) {
  try {
    return Object(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT' ? undefined : {};
  }
}
