import { randomUUID } from 'node:crypto';
import type { EventData, Subject } from '@ecommerce/contracts';
import { checkEvent } from '../messaging/message.ts';
import { currentTraceparent } from '../observability/log-context.ts';
import type { Clock } from '../runtime/clock.ts';

/** An event stored with the state that caused it, until the relay has published it. */
export interface OutboxEntry {
  eventId: string;
  subject: Subject;
  data: object;
  occurredAt: string;
  traceparent: string;
  /** The instance that stored the event and publishes it; absent in entries of earlier versions. */
  instance?: string;
}

/** An event to be stored; created by `event`. */
export interface PendingEvent {
  subject: Subject;
  data: object;
}

/** Creates an event. @throws z.ZodError when the payload violates the contract, before anything is written */
export const event = <S extends Subject>(subject: S, data: EventData<S>): PendingEvent => ({
  subject,
  data: checkEvent(subject, data),
});

/** Builds the outbox entries of events in the current trace. */
export const toOutbox = (events: PendingEvent[], clock: Clock, instance: string): OutboxEntry[] =>
  events.map(({ subject, data }) => ({
    eventId: randomUUID(),
    subject,
    data,
    occurredAt: clock.now().toISOString(),
    traceparent: currentTraceparent(),
    instance,
  }));
