import type { Subject } from '@ecommerce/contracts';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { Delivery } from './bus.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { Event } from './message.ts';

/** A delivery on its way through the middlewares, with its event where it could be read. */
export interface IncomingMessage extends Delivery {
  subject: Subject;
  event?: Event<Subject>;
  /** Why it could not be read; no redelivery helps. */
  malformed?: unknown;
}

export type Outcome = 'applied' | 'dead-lettered';

/** Handles one delivery; a rejection leads to another delivery. */
export type MessageHandler = (message: IncomingMessage) => Promise<Outcome>;

/** A rule for all listeners, around the next handler. */
export type Middleware = (next: MessageHandler) => MessageHandler;

/** What the middlewares use. */
export interface ConsumerParts {
  metrics: Metrics;
  deadLetters: Pick<DeadLetters, 'deadLetter'>;
  log: Logger;
}
