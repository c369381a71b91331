import pino, { type Logger } from 'pino';
import { currentTraceId } from './context.ts';

export type { Logger };

/** Logs as JSON lines on standard output, each with its service and trace; secrets are struck out. */
export const createLogger = (service: string, level = 'info'): Logger =>
  pino({
    level,
    base: { service },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    mixin: () => ({ trace: currentTraceId() }),
    redact: [
      'req.headers.cookie',
      'req.headers.authorization',
      'res.headers["set-cookie"]',
      '*.password',
      '*.token',
    ],
  });
