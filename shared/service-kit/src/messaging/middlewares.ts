import { isTransient } from '../persistence/transient.ts';
import { withEvent } from './message.ts';
import type { ConsumerParts, Middleware, Outcome } from './message-handler.ts';

/** A message that keeps failing becomes a dead letter at this delivery, so that it does not block others. */
export const MAX_DELIVERIES = 5;

/** Metric labels of the outcomes; `parked` is older than the term dead letter. */
const METRIC_OUTCOMES: Record<Outcome, string> = { applied: 'applied', 'dead-lettered': 'parked' };

/** Runs the next handler in the trace of the event, with the event's ids on every log line. */
export const trace = (): Middleware => (next) => (message) =>
  message.event
    ? withEvent(message.subject, message.event, message.event.meta, () => next(message))
    : next(message);

/** Counts outcomes and redeliveries, and measures the lag since the write that caused the event. */
export const measure =
  ({ metrics, log }: ConsumerParts): Middleware =>
  (next) =>
  async (message) => {
    const { subject, sequence, deliveries, event } = message;
    if (deliveries > 1) metrics.redeliveries.inc({ subject });
    const startedAt = performance.now();
    const outcome = await next(message).catch((error: unknown) => {
      metrics.eventsHandled.inc({ subject, outcome: 'failed' });
      throw error;
    });
    metrics.eventsHandled.inc({ subject, outcome: METRIC_OUTCOMES[outcome] });
    if (!event || outcome !== 'applied') return outcome;
    const lagMs = Date.now() - Date.parse(event.meta.occurredAt);
    metrics.eventLag.observe({ subject }, Math.max(0, lagMs) / 1000);
    log.info(
      { subject, sequence, deliveries, ms: Math.round(performance.now() - startedAt) },
      'event handled',
    );
    return outcome;
  };

/** Logs a failed delivery, which the broker will repeat. */
export const retry =
  ({ log }: ConsumerParts): Middleware =>
  (next) =>
  async (message) => {
    try {
      return await next(message);
    } catch (error) {
      const { subject, sequence, deliveries } = message;
      log.warn({ err: error, subject, sequence, deliveries }, 'event handler failed; awaiting redelivery');
      throw error;
    }
  };

/**
 * Moves a message to the dead letters when it is malformed or has failed too often. An unavailable dependency does not
 * count as a failure of the message.
 */
export const deadLetter =
  ({ deadLetters, log }: ConsumerParts): Middleware =>
  (next) =>
  async (message) => {
    try {
      return await next(message);
    } catch (error) {
      const { subject, sequence, deliveries, malformed } = message;
      if (!malformed && (isTransient(error) || deliveries < MAX_DELIVERIES)) throw error;
      await deadLetters.deadLetter(message, error);
      log.error({ err: error, subject, sequence, deliveries }, 'event moved to dead letters');
      return 'dead-lettered';
    }
  };
