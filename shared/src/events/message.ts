import { z } from 'zod';
import { withTrace } from '../context.ts';
import { type EventData, eventSchemas, idsOf, type Subject } from './contract.ts';

export const Meta = z.object({
  eventId: z.string().regex(/^[0-9a-zA-Z-]{1,64}$/),
  occurredAt: z.iso.datetime(),
  traceparent: z.string(),
});
export type Meta = z.infer<typeof Meta>;

/** A payload as a handler gets it: checked, with its `meta` beside the fields. */
export type Event<S extends Subject> = EventData<S> & { meta: Meta };

/**
 * Checks a payload against its subject's schema.
 * @throws z.ZodError when the payload does not fit
 */
export const checkEvent = <S extends Subject>(subject: S, data: unknown): EventData<S> =>
  eventSchemas[subject].parse(data) as EventData<S>;

/**
 * Reads a message off the wire.
 * @throws SyntaxError or z.ZodError when it is not what the contract says
 */
export function parseMessage<S extends Subject>(subject: S, text: string): Event<S> {
  const raw: unknown = JSON.parse(text);
  const { meta } = z.object({ meta: Meta }).parse(raw);
  return { ...checkEvent(subject, raw), meta };
}

/** Runs `work` so that its logs tell of the event, within the trace that caused it. */
export const withEvent = <T>(
  subject: Subject,
  data: object,
  { traceparent, eventId }: Pick<Meta, 'traceparent' | 'eventId'>,
  work: () => T,
): T => withTrace(traceparent, work, { eventId, ...idsOf(subject, data) });

export const formatMessage = (data: object, meta: Meta): string => JSON.stringify({ ...data, meta });
