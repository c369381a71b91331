import type { Subject } from '@ecommerce/contracts';
import type { Delivery } from './bus.ts';
import type { Listener } from './listener.ts';
import { parseMessage } from './message.ts';
import type { ConsumerParts, IncomingMessage, MessageHandler, Middleware } from './message-handler.ts';
import { deadLetter, measure, retry, trace } from './middlewares.ts';

/** Middlewares of every listener, outermost first; live delivery and replay use the same list. */
const middlewares = (parts: ConsumerParts): Middleware[] => [
  trace(),
  measure(parts),
  retry(parts),
  deadLetter(parts),
];

/** Wraps a listener with its middlewares. @returns a handler of deliveries */
export function pipeline(listener: Listener, parts: ConsumerParts): (delivery: Delivery) => Promise<void> {
  const handle: MessageHandler = async ({ event, malformed }) => {
    if (!event) throw malformed;
    await listener.handle(event);
    return 'applied';
  };
  const run = middlewares(parts).reduceRight((next, middleware) => middleware(next), handle);
  return async (delivery) => void (await run(toIncomingMessage(listener.subject, delivery)));
}

function toIncomingMessage(subject: Subject, delivery: Delivery): IncomingMessage {
  try {
    return { ...delivery, subject, event: parseMessage(subject, delivery.text) };
  } catch (malformed) {
    return { ...delivery, subject, malformed };
  }
}
