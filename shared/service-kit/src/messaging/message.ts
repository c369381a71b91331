import {
  describeIssue,
  type EventData,
  EventMeta,
  eventSchemas,
  idsOf,
  type Subject,
} from '@ecommerce/contracts';
import { z } from 'zod';
import { withTrace } from '../observability/log-context.ts';

/** A payload as a listener gets it: checked, with its `meta` beside the fields. */
export type Event<S extends Subject> = EventData<S> & { meta: EventMeta };

const Envelope = z.object({ meta: EventMeta });

/** Checks a payload against the schema of its subject. @throws z.ZodError */
export const checkEvent = <S extends Subject>(subject: S, data: unknown): EventData<S> =>
  eventSchemas[subject].parse(data, { error: describeIssue }) as EventData<S>;

/** Reads a message off the wire. @throws SyntaxError or z.ZodError when it breaks the contract */
export function parseMessage<S extends Subject>(subject: S, text: string): Event<S> {
  const raw: unknown = JSON.parse(text);
  const { meta } = Envelope.parse(raw, { error: describeIssue });
  return { ...checkEvent(subject, raw), meta };
}

/** Runs `work` within the trace of the event, its ids on every log line. */
export const withEvent = <T>(
  subject: Subject,
  data: object,
  { traceparent, eventId }: Pick<EventMeta, 'traceparent' | 'eventId'>,
  work: () => T,
): T => withTrace(traceparent, work, { eventId, ...idsOf(subject, data) });

/** A message as it goes over the wire. */
export const formatMessage = (data: object, meta: EventMeta): string => JSON.stringify({ ...data, meta });
