import type { Subject } from '@ecommerce/contracts';
import type { Event } from './message.ts';

/** Handler of one service for the events of one subject. */
export interface Listener<S extends Subject = Subject> {
  subject: S;
  /** @throws any error, which fails the delivery */
  handle(event: Event<S>): Promise<void>;
}

/**
 * Declares a listener. The handler must be idempotent: an event can be delivered again, also to another instance at the
 * same time. The message is acked after the handler resolves. `bindLogFields({ result })` adds the result to the log.
 */
export const listener = <S extends Subject>(
  subject: S,
  handle: (event: Event<S>) => Promise<void>,
): Listener => {
  // The pipeline passes a listener only events of its own subject, so a list can contain listeners of any subject.
  const typed: Listener<S> = { subject, handle };
  return typed as Listener;
};
