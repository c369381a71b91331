import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';

/** What the lines of a log say beside their message: the `trace`, and what was noted, such as an `orderId`. */
export type Notes = Record<string, string>;

interface Context {
  traceparent: string;
  notes: Notes;
}

const storage = new AsyncLocalStorage<Context>();
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/;
const TRACE_ID = /^(?!0{32})[0-9a-f]{32}$/;

const newTraceparent = (traceId = randomBytes(16).toString('hex')): string =>
  `00-${traceId}-${randomBytes(8).toString('hex')}-01`;

const traceIdOf = (traceparent: string): string => traceparent.slice(3, 35);

/**
 * Runs `work` so that its logs and events carry one trace: the given W3C `traceparent`, or a new one
 * where that is missing or malformed (https://www.w3.org/TR/trace-context/).
 * @param notes what its logs say from the beginning; `note` adds to it
 */
export function withTrace<T>(given: string | undefined, work: () => T, notes: Notes = {}): T {
  const traceparent = given && TRACEPARENT.test(given) ? given : newTraceparent();
  return storage.run({ traceparent, notes: { trace: traceIdOf(traceparent), ...notes } }, work);
}

/** Runs `work` outside of any trace: for what serves others beside the one that set it off. */
export const withoutTrace = <T>(work: () => T): T => storage.exit(work);

/** Adds to what the logs of the work under way say from here on. */
export function note(notes: Notes): void {
  Object.assign(storage.getStore()?.notes ?? {}, notes);
}

/** What the logs of the work under way say; the same object until its end. */
export const currentNotes = (): Notes => storage.getStore()?.notes ?? {};

/** The trace under way, or a new one outside of any. */
export const currentTraceparent = (): string => storage.getStore()?.traceparent ?? newTraceparent();

/** The trace's id of 32 hex digits; undefined outside of any. */
export const currentTraceId = (): string | undefined => storage.getStore()?.notes.trace;

/**
 * The `traceparent` of a request that brings an `X-Request-Id`: a UUID, or 32 hex digits as ingress-nginx makes them.
 * Undefined for anything else, since whatever a stranger sends would stand in our logs.
 */
export function traceparentOf(requestId = ''): string | undefined {
  const traceId = requestId.toLowerCase().replaceAll('-', '');
  return TRACE_ID.test(traceId) ? newTraceparent(traceId) : undefined;
}
