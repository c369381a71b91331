import { basename } from 'node:path';
import { lineReader } from './log-files.mjs';

/** Log levels that are printed in the terminal. */
const SHOWN_LEVELS = ['error', 'fatal'];
const REPEAT_AFTER_MS = 60_000;
const INTERVAL_MS = 1000;

/**
 * Prints errors from the logs of services, each different line at most once a minute.
 * @param {string[]} files logs of pino's JSON lines
 * @returns {() => void} stops watching
 */
export function watchLogs(files) {
  const logs = files.map((file) => ({ name: basename(file, '.log'), newLines: lineReader(file) }));
  /** @type {Map<string, number>} */
  const shownAt = new Map();
  const show = () => {
    for (const { name, newLines } of logs)
      for (const error of newLines().map(errorIn)) {
        const text = `${name}: ${error}`;
        if (!error || Date.now() - (shownAt.get(text) ?? 0) < REPEAT_AFTER_MS) continue;
        shownAt.set(text, Date.now());
        console.error(text);
      }
  };
  const timer = setInterval(show, INTERVAL_MS).unref();
  return () => clearInterval(timer);
}

function errorIn(/** @type {string} */ line) {
  try {
    const { level, msg, err } = JSON.parse(line);
    if (!SHOWN_LEVELS.includes(level)) return '';
    return err?.message && err.message !== msg ? `${msg}: ${err.message}` : msg;
  } catch {
    return ''; // not a line of pino; the supervisor prints the output of a crash
  }
}
