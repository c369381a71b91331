import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

interface Context {
  traceparent: string;
}

const storage = new AsyncLocalStorage<Context>();
const FORMAT = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

const newTraceparent = (): string =>
  `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;

/**
 * Runs `work` so that its logs and events carry one trace: the given W3C `traceparent`, or a new one
 * where that is missing or malformed (https://www.w3.org/TR/trace-context/).
 */
export const withTrace = <T>(traceparent: string | undefined, work: () => T): T =>
  storage.run(
    { traceparent: traceparent && FORMAT.test(traceparent) ? traceparent : newTraceparent() },
    work,
  );

/** The trace under way, or a new one outside of any. */
export const currentTraceparent = (): string => storage.getStore()?.traceparent ?? newTraceparent();

/** The trace's id of 32 hex digits; undefined outside of any. */
export const currentTraceId = (): string | undefined => storage.getStore()?.traceparent.slice(3, 35);
