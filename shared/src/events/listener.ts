import type { Bus, Delivery } from '../bus/bus.ts';
import { isTransient } from '../errors/transient.ts';
import type { Logger } from '../logger.ts';
import { eventLag, eventsHandled, redeliveries } from '../metrics.ts';
import type { Subject } from './contract.ts';
import { type Event, parseMessage, withEvent } from './message.ts';
import { park } from './parked.ts';

/** A message that fails this often is parked, so that it holds nobody up. */
export const MAX_DELIVERIES = 5;

export interface Listener<S extends Subject = Subject> {
  subject: S;
  /** @throws whatever the handler throws */
  handle(event: Event<S>): Promise<void>;
}

/**
 * One service's reaction to one subject. The handler must be safe to repeat: it may see an event again, and
 * at the same time in another replica. The message is acked after it resolves. What it notes (`context.ts`) as
 * `did` is told in the log.
 */
export const listener = <S extends Subject>(
  subject: S,
  handle: (event: Event<S>) => Promise<void>,
): Listener<S> => ({ subject, handle });

/** Subscribes a service's listeners, as one durable group by its name. */
export function listen(bus: Bus, service: string, listeners: Listener[], log: Logger): void {
  for (const one of listeners) bus.subscribe(one.subject, service, (delivery) => deliver(one, delivery, log));
}

async function deliver(one: Listener, delivery: Delivery, log: Logger): Promise<void> {
  const { subject, deliveries } = delivery;
  if (deliveries > 1) redeliveries.inc({ subject });
  const event = await eventOf(one, delivery, log);
  if (event) await withEvent(one.subject, event, event.meta, () => take(one, event, delivery, log));
}

/**
 * @internal
 * @returns the event of a message; nothing where it is malformed, and parked then, as no repetition mends that
 * @throws what the database throws
 */
export async function eventOf(
  { subject }: Listener,
  delivery: Delivery,
  log: Logger,
): Promise<Event<Subject> | undefined> {
  try {
    return parseMessage(subject, delivery.text);
  } catch (error) {
    await giveUp(delivery, error, log);
  }
}

async function take(one: Listener, event: Event<Subject>, delivery: Delivery, log: Logger): Promise<void> {
  const { subject, sequence, deliveries } = delivery;
  const begin = performance.now();
  try {
    await one.handle(event);
  } catch (error) {
    // A dependency that is away is no fault of the message.
    if (!isTransient(error) && deliveries >= MAX_DELIVERIES) return giveUp(delivery, error, log);
    eventsHandled.inc({ subject, outcome: 'failed' });
    log.warn({ err: error, subject, sequence, deliveries }, 'did not take a message; it will come again');
    throw error;
  }
  eventsHandled.inc({ subject, outcome: 'applied' });
  eventLag.observe({ subject }, Math.max(0, Date.now() - Date.parse(event.meta.occurredAt)) / 1000);
  log.info({ subject, sequence, deliveries, ms: Math.round(performance.now() - begin) }, 'took a message');
}

/** @internal Parks a message. @throws what the database throws */
export async function giveUp(delivery: Delivery, error: unknown, log: Logger): Promise<void> {
  const { subject, sequence, deliveries } = delivery;
  try {
    await park(delivery, error);
  } catch (away) {
    log.warn({ err: away, subject, sequence, deliveries }, 'did not park a message; it will come again');
    throw away;
  }
  eventsHandled.inc({ subject, outcome: 'parked' });
  log.error({ err: error, subject, sequence, deliveries }, 'parked a message; see nats-test parked');
}
