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
  /** The instance that stored it and publishes it; absent in entries of versions before. */
  instance?: string;
}

/** An event about to be stored; made by `event`. */
export interface PendingEvent {
  subject: Subject;
  data: object;
}

/** Makes an event. @throws z.ZodError when the payload breaks the contract: the publisher's error, caught before the write */
export const event = <S extends Subject>(subject: S, data: EventData<S>): PendingEvent => ({
  subject,
  data: checkEvent(subject, data),
});

/** Events as an instance stores them in an outbox, within the trace under way. */
export const toOutbox = (events: PendingEvent[], clock: Clock, instance: string): OutboxEntry[] =>
  events.map(({ subject, data }) => ({
    eventId: randomUUID(),
    subject,
    data,
    occurredAt: clock.now().toISOString(),
    traceparent: currentTraceparent(),
    instance,
  }));
