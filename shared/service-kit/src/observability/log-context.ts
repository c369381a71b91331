import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** Fields that every log line of the work under way carries beside its message, such as `trace` and `orderId`. */
export type LogFields = Record<string, string>;

interface LogContext {
  traceparent: string;
  fields: LogFields;
}

const storage = new AsyncLocalStorage<LogContext>();
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/;

const newTraceparent = (traceId = randomBytes(16).toString('hex')): string =>
  `00-${traceId}-${randomBytes(8).toString('hex')}-01`;

const traceIdOf = (traceparent: string): string => traceparent.slice(3, 35);

/**
 * Runs `work` within one trace, which its logs and events carry: the given W3C `traceparent`, or a new one
 * where that is missing or malformed (https://www.w3.org/TR/trace-context/).
 * @param fields of the log lines from the start; `bindLogFields` adds to them
 */
export function withTrace<T>(given: string | undefined, work: () => T, fields: LogFields = {}): T {
  const traceparent = given && TRACEPARENT.test(given) ? given : newTraceparent();
  return storage.run({ traceparent, fields: { trace: traceIdOf(traceparent), ...fields } }, work);
}

/** Runs `work` outside of any trace: for work that serves others beside the request that triggered it. */
export const withoutTrace = <T>(work: () => T): T => storage.exit(work);

/** Adds fields to the log lines of the work under way. */
export function bindLogFields(fields: LogFields): void {
  Object.assign(storage.getStore()?.fields ?? {}, fields);
}

/** The fields of the work under way; the same object until its end. */
export const currentLogFields = (): LogFields => storage.getStore()?.fields ?? {};

/** The trace under way, or a new one outside of any. */
export const currentTraceparent = (): string => storage.getStore()?.traceparent ?? newTraceparent();

/** The trace's id of 32 hex digits; undefined outside of any. */
export const currentTraceId = (): string | undefined => storage.getStore()?.fields.trace;

/**
 * The `traceparent` of a request with an `X-Request-Id` that is a UUID, or 32 hex digits as ingress-nginx makes them.
 * Undefined for anything else, since a caller's free text would end up in the logs.
 */
export function traceparentOf(requestId = ''): string | undefined {
  const traceId = requestId.toLowerCase().replaceAll('-', '');
  return TRACE_ID.test(traceId) ? newTraceparent(traceId) : undefined;
}
