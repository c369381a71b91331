import pino, { type DestinationStream, type Logger } from 'pino';
import { currentLogFields } from './log-context.ts';

export type { Logger };

/** Where a word begins in a line of JSON, in which `\n` stands for a line's end. */
const BEGIN = /(\\(?:[bfnrt\\"/]|u[0-9a-f]{4})|(?<![\w\\]))/.source;
/** Card tokens, Stripe keys, session tokens, password hashes. */
const TOKENS = /(?:tok|pm|src|sk|rk|whsec)_\w+|eyJ[\w+/=.-]{10,}|scrypt\$[^\s"\\]+/.source;
/** Email addresses. The bound keeps a URL full of dashes from blocking the process for a second. */
const EMAILS = /[\w.+-]{1,64}(?:@|%40)[\w-]+(?:\.[\w-]+)+/.source;
const SECRETS = new RegExp(`${BEGIN}(?:${TOKENS}|${EMAILS})`, 'g');

/**
 * Logs JSON lines, each with its service and the fields of the work under way (`bindLogFields`). Anything that looks
 * like a secret is redacted wherever it stands, since a third party's error can contain anything.
 * @param to standard output by default; while it accepts nothing (its disk is full), the last lines are kept
 */
export const createLogger = (service: string, level = 'info', to: DestinationStream = stdout()): Logger =>
  pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: currentLogFields,
      // Pino's default would write into the fields of the context.
      mixinMergeStrategy: (given, fields) => ({ ...fields, ...given }),
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

const MAX_BUFFERED_BYTES = 1 << 20;

/** Pino's own destination throws when a write fails, and retries forever to write the rest while the process exits. */
function stdout(): DestinationStream {
  const destination = pino.destination({ dest: 1, sync: true, maxLength: MAX_BUFFERED_BYTES });
  destination.on('error', () => {});
  return destination;
}
