import pino, { type DestinationStream, type Logger } from 'pino';
import { currentLogFields } from './log-context.ts';

export type { Logger };

/** The beginning of a word in a line of JSON, in which `\n` stands for a line break. */
const WORD_START = /(\\(?:[bfnrt\\"/]|u[0-9a-f]{4})|(?<![\w\\]))/.source;
/** Card tokens, Stripe keys, session tokens, password hashes. */
const TOKENS = /(?:tok|pm|src|sk|rk|whsec)_\w+|eyJ[\w+/=.-]{10,}|scrypt\$[^\s"\\]+/.source;
/** Email addresses. The bound keeps a URL full of dashes from blocking the process for a second. */
const EMAILS = /[\w.+-]{1,64}(?:@|%40)[\w-]+(?:\.[\w-]+)+/.source;
const SECRETS = new RegExp(`${WORD_START}(?:${TOKENS}|${EMAILS})`, 'g');

/**
 * Creates a logger of JSON lines with the service and the fields of the current work (`bindLogFields`). Redacts
 * anything that looks like a secret, since an error of a third party can contain anything.
 * @param to destination; standard output by default, which buffers only the last lines while it rejects writes (full
 *   disk)
 */
export const createLogger = (service: string, level = 'info', to: DestinationStream = stdout()): Logger =>
  pino(
    {
      level,
      base: { service },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      mixin: currentLogFields,
      // Pino's default would modify the fields of the context.
      mixinMergeStrategy: (line, context) => ({ ...context, ...line }),
      hooks: { streamWrite: (line) => line.replace(SECRETS, '$1[Redacted]') },
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

/** Replaces Pino's destination, which throws when a write fails and retries forever while the process exits. */
function stdout(): DestinationStream {
  const destination = pino.destination({ dest: 1, sync: true, maxLength: MAX_BUFFERED_BYTES });
  destination.on('error', () => {});
  return destination;
}
