import { watch } from 'node:fs';

/** Joins the events of one save: editors write a file in several steps. */
const DEBOUNCE_MS = 15;

/**
 * Calls `onChange` after files in the watched folders have changed.
 * @param {() => void} onChange
 * @returns {(folders: string[]) => void} watches these folders too
 */
export function watchFolders(onChange) {
  /** @type {Set<string>} */
  const watched = new Set();
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(onChange, DEBOUNCE_MS);
  };
  return (folders) => {
    for (const folder of folders) {
      if (watched.has(folder)) continue;
      watched.add(folder);
      const watcher = watch(folder, changed);
      // A removed folder is watched again once a build reads from it.
      watcher.on('error', () => {
        watched.delete(folder);
        watcher.close();
      });
    }
  };
}
