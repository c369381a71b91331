import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** Fields on every log line of the current work, such as `trace` and `orderId`. */
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
 * Runs `work` in one trace, which its logs and events carry: the given W3C `traceparent`, or a new one if that is
 * missing or malformed (https://www.w3.org/TR/trace-context/).
 * @param fields initial fields of the log lines; `bindLogFields` adds to them
 */
export function withTrace<T>(parent: string | undefined, work: () => T, fields: LogFields = {}): T {
  const traceparent = parent && TRACEPARENT.test(parent) ? parent : newTraceparent();
  return storage.run({ traceparent, fields: { trace: traceIdOf(traceparent), ...fields } }, work);
}

/** Runs `work` outside of any trace, for work that serves other requests too. */
export const withoutTrace = <T>(work: () => T): T => storage.exit(work);

/** Adds fields to the log lines of the current work. */
export function bindLogFields(fields: LogFields): void {
  Object.assign(storage.getStore()?.fields ?? {}, fields);
}

/** Returns the fields of the current work; the same object until its end. */
export const currentLogFields = (): LogFields => storage.getStore()?.fields ?? {};

/** Returns the current `traceparent`, or a new one outside of any trace. */
export const currentTraceparent = (): string => storage.getStore()?.traceparent ?? newTraceparent();

/** Returns the current trace id of 32 hex digits, or undefined outside of any trace. */
export const currentTraceId = (): string | undefined => storage.getStore()?.fields.trace;

/**
 * Builds a `traceparent` from an `X-Request-Id` that is a UUID, or 32 hex digits as ingress-nginx generates them.
 * Returns undefined for anything else, since free text of a client would end up in the logs.
 */
export function traceparentOf(requestId = ''): string | undefined {
  const traceId = requestId.toLowerCase().replaceAll('-', '');
  return TRACE_ID.test(traceId) ? newTraceparent(traceId) : undefined;
}
