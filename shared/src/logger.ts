import pino, { type DestinationStream, type Logger } from 'pino';
import { currentNotes } from './context.ts';

export type { Logger };

/** Where a word begins in a line of JSON, in which `\n` stands for a line's end. */
const BEGIN = /(\\(?:[bfnrt\\"/]|u[0-9a-f]{4})|(?<![\w\\]))/.source;
/** Tokens of cards, keys of Stripe, tokens of sessions, hashes of passwords. */
const TOKENS = /(?:tok|pm|src|sk|rk|whsec)_\w+|eyJ[\w+/=.-]{10,}|scrypt\$[^\s"\\]+/.source;
/** People's addresses. Without a bound, whoever fills a URL with dashes would hold the process up for a second. */
const EMAILS = /[\w.+-]{1,64}(?:@|%40)[\w-]+(?:\.[\w-]+)+/.source;
const SECRETS = new RegExp(`${BEGIN}(?:${TOKENS}|${EMAILS})`, 'g');

/**
 * Logs as JSON lines, each with its service and with what was noted of the work under way (`context.ts`). What looks
 * like a secret is struck out wherever it stands: an error of somebody else's can hold anything.
 * @param to standard output unless said otherwise; while that takes nothing (its disk is full), the last lines are kept
 */
export const createLogger = (service: string, level = 'info', to: DestinationStream = stdout()): Logger =>
  pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: currentNotes,
      // Pino's own way would write into the notes.
      mixinMergeStrategy: (given, notes) => ({ ...notes, ...given }),
      hooks: { streamWrite: (line) => line.replace(SECRETS, '$1[struck out]') },
      redact: [
        'req.headers.cookie',
        'req.headers.authorization',
        'res.headers["set-cookie"]',
        '*.password',
        '*.token',
      ],
    },
    to,
  );

/** Bytes of lines that wait for standard output. */
const MOST_WAITING = 1 << 20;

/** Pino's own destination throws when a write fails, and tries for ever to write the rest while the process exits. */
function stdout(): DestinationStream {
  const destination = pino.destination({ dest: 1, sync: true, maxLength: MOST_WAITING });
  // There is nowhere left to tell it.
  destination.on('error', () => {});
  return destination;
}
