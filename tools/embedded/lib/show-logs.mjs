import { EventEmitter } from 'node:events';
import { PassThrough } from 'node:stream';
import { createConcurrently, Logger, LogOutput } from 'concurrently';
import { lineReader, logPath } from './log-files.mjs';
import { readableLine } from './log-line.mjs';

const INTERVAL_MS = 100;

/**
 * Prints the new lines of logs in the terminal, each with the name of its process in a color of its own.
 * @param {import('./log-files.mjs').RunDirs} dirs
 * @param {string[]} names of the processes
 * @returns {() => void} stops printing
 */
export function showLogs(dirs, names) {
  /** @type {(() => void)[]} */
  const followers = [];
  // Each command of concurrently reads a log, because the supervisor runs the processes and restarts them.
  const follow = (/** @type {string} */ log) => {
    const stdout = new PassThrough();
    const newLines = lineReader(log);
    followers.push(() => {
      for (const line of newLines()) if (line.trim()) stdout.write(`${readableLine(line)}\n`);
    });
    return Object.assign(new EventEmitter(), {
      pid: process.pid,
      stdin: null,
      stdout,
      stderr: null,
      send: () => false,
    });
  };
  const logger = new Logger({ hide: [], prefixFormat: 'name' });
  logger.setPrefixLength(Math.max(...names.map(({ length }) => length)));
  createConcurrently(
    names.map((name) => ({ name, command: logPath(dirs, name) })),
    {
      logger,
      outputStream: process.stdout,
      controllers: [new LogOutput({ logger })],
      spawn: follow,
      kill: () => {},
      prefixColors: ['auto'],
    },
  );
  const show = () => {
    for (const showNewLines of followers) showNewLines();
  };
  const timer = setInterval(show, INTERVAL_MS).unref();
  return () => {
    clearInterval(timer);
    show();
  };
}
