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

/** Validated payload of an event, with an additional field `meta`. */
export type Event<S extends Subject> = EventData<S> & { meta: EventMeta };

const Envelope = z.object({ meta: EventMeta });

/** Validates a payload against the schema of its subject. @throws z.ZodError */
export const checkEvent = <S extends Subject>(subject: S, data: unknown): EventData<S> =>
  eventSchemas[subject].parse(data, { error: describeIssue }) as EventData<S>;

/** Parses a message. @throws SyntaxError or z.ZodError when it violates the contract */
export function parseMessage<S extends Subject>(subject: S, text: string): Event<S> {
  const raw: unknown = JSON.parse(text);
  const { meta } = Envelope.parse(raw, { error: describeIssue });
  return { ...checkEvent(subject, raw), meta };
}

/** Runs `work` in the trace of an event, with the event's ids on every log line. */
export const withEvent = <T>(
  subject: Subject,
  data: object,
  { traceparent, eventId }: Pick<EventMeta, 'traceparent' | 'eventId'>,
  work: () => T,
): T => withTrace(traceparent, work, { eventId, ...idsOf(subject, data) });

/** Serializes a message. */
export const formatMessage = (data: object, meta: EventMeta): string => JSON.stringify({ ...data, meta });
