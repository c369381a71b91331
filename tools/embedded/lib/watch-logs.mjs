import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';

/** How the services' logs name what a person should see. */
const alarming = ['error', 'fatal'];
const quietMs = 60_000;

/**
 * Shows on the terminal what our programs log as an error, the same one at most once a minute.
 * @param {string[]} files logs of pino's JSON lines
 * @returns {() => void} ends it
 */
export function watchLogs(files) {
  const readers = files.map((file) => ({ name: basename(file, '.log'), next: lineReader(file) }));
  /** @type {Map<string, number>} */
  const shownAt = new Map();
  const look = () => {
    for (const { name, next } of readers)
      for (const line of next().map(errorIn)) {
        const text = `${name}: ${line}`;
        if (!line || Date.now() - (shownAt.get(text) ?? 0) < quietMs) continue;
        shownAt.set(text, Date.now());
        console.error(text);
      }
  };
  const timer = setInterval(look, 1000).unref();
  return () => clearInterval(timer);
}

/** @returns {() => string[]} gives the lines that were added since it was last called */
function lineReader(/** @type {string} */ file) {
  let position = 0;
  let rest = '';
  const buffer = Buffer.alloc(64 * 1024);
  return () => {
    // Somebody may tidy up while the shop runs.
    if (!existsSync(file)) return [];
    const fd = openSync(file, 'r');
    if (fstatSync(fd).size < position) position = 0;
    for (let size = -1; size !== 0; position += size) {
      size = readSync(fd, buffer, 0, buffer.length, position);
      rest += buffer.toString('utf8', 0, size);
    }
    closeSync(fd);
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    return lines;
  };
}

function errorIn(/** @type {string} */ line) {
  try {
    const { level, msg, err } = JSON.parse(line);
    if (!alarming.includes(level)) return '';
    return err?.message && err.message !== msg ? `${msg}: ${err.message}` : msg;
  } catch {
    return ''; // not of pino; what a crash prints is shown when the program ends
  }
}
