import { z } from 'zod';
import type { Bus, Delivery } from '../bus/bus.ts';
import { withTrace } from '../context.ts';
import { isTransient } from '../errors/transient.ts';
import type { Logger } from '../logger.ts';
import { eventLag, eventsHandled, redeliveries } from '../metrics.ts';
import type { Subject } from './contract.ts';
import { type Event, parseMessage } from './message.ts';
import { park } from './parked.ts';

/** A message that fails this often is parked, so that it holds nobody up. */
export const MAX_DELIVERIES = 5;

export interface Listener {
  subject: Subject;
  /** @throws z.ZodError or SyntaxError for a malformed message; whatever the handler throws */
  receive(text: string): Promise<void>;
}

/**
 * One service's reaction to one subject. The handler must be safe to repeat: it may see an event again, and
 * at the same time in another replica. The message is acked after it resolves.
 */
export function listener<S extends Subject>(
  subject: S,
  handle: (event: Event<S>) => Promise<void>,
): Listener {
  return {
    subject,
    receive(text) {
      const event = parseMessage(subject, text);
      eventLag.observe({ subject }, Math.max(0, Date.now() - Date.parse(event.meta.occurredAt)) / 1000);
      return withTrace(event.meta.traceparent, () => handle(event));
    },
  };
}

/** Subscribes a service's listeners, as one durable group by its name. */
export function listen(bus: Bus, service: string, listeners: Listener[], log: Logger): void {
  for (const one of listeners) bus.subscribe(one.subject, service, (delivery) => deliver(one, delivery, log));
}

async function deliver(one: Listener, delivery: Delivery, log: Logger): Promise<void> {
  const { subject, deliveries, sequence } = delivery;
  if (deliveries > 1) redeliveries.inc({ subject });
  try {
    await one.receive(delivery.text);
    eventsHandled.inc({ subject, outcome: 'applied' });
    log.debug({ subject, sequence, deliveries }, 'took a message');
  } catch (error) {
    // No repetition mends a malformed message; a dependency that is away is no fault of the message.
    const malformed = error instanceof SyntaxError || error instanceof z.ZodError;
    if (!malformed && (isTransient(error) || deliveries < MAX_DELIVERIES)) {
      eventsHandled.inc({ subject, outcome: 'failed' });
      throw error;
    }
    await park(delivery, error);
    eventsHandled.inc({ subject, outcome: 'parked' });
    log.error({ err: error, subject, sequence, deliveries }, 'parked a message; see nats-test parked');
  }
}
