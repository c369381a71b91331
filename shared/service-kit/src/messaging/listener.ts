import type { Subject } from '@ecommerce/contracts';
import type { Event } from './message.ts';

/** What one service does with the events of one subject. */
export interface Listener<S extends Subject = Subject> {
  subject: S;
  /** @throws what makes the delivery fail */
  handle(event: Event<S>): Promise<void>;
}

/**
 * Declares a listener. The handler must be idempotent: an event can be delivered again, and to another instance at the
 * same time. The message is acked after it resolves. `bindLogFields({ result })` adds what it did to the log.
 */
export const listener = <S extends Subject>(
  subject: S,
  handle: (event: Event<S>) => Promise<void>,
): Listener => {
  // The pipeline hands a listener events of its own subject only, so a list can hold listeners of any.
  const typed: Listener<S> = { subject, handle };
  return typed as Listener;
};
