import type { Subject } from '@ecommerce/contracts';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { Delivery } from './bus.ts';
import type { DeadLetters } from './dead-letters.ts';
import type { Event } from './message.ts';

/** A delivery on its way through the middlewares, with its event if it could be parsed. */
export interface IncomingMessage extends Delivery {
  subject: Subject;
  event?: Event<Subject>;
  /** Why the message could not be parsed; no redelivery helps. */
  malformed?: unknown;
}

export type Outcome = 'applied' | 'dead-lettered';

/** Handles one delivery; a rejection causes a redelivery. */
export type MessageHandler = (message: IncomingMessage) => Promise<Outcome>;

/** Wraps the next handler with a rule for all listeners. */
export type Middleware = (next: MessageHandler) => MessageHandler;

/** Dependencies of the middlewares. */
export interface ConsumerParts {
  metrics: Metrics;
  deadLetters: Pick<DeadLetters, 'deadLetter'>;
  log: Logger;
}
