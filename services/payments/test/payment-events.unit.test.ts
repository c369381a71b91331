import { ApiError } from '@ecommerce/service-kit/domain';
import { check, fc } from '@ecommerce/test-kit/properties';
import { applyEvent } from '../src/apply-event.ts';
import { nextAttemptAt } from '../src/next-attempt.ts';
import type { OrderPayment } from '../src/order-payment.ts';
import { type PaymentEvent, stateOf } from '../src/payment-states.ts';
import { newPayment, PAYMENT_ID } from './payments.ts';

const error = new Error('an error of Stripe');
const pay: PaymentEvent = { kind: 'pay', paymentId: PAYMENT_ID, token: 'tok_visa' };
const succeeded: PaymentEvent = { kind: 'succeeded', stripeId: 'pi_1' };
/** Half of the events lead to a charge or race with it, since most others end it. */
const anyEvent = fc.oneof(
  fc.constantFrom<PaymentEvent>(pay, succeeded, { kind: 'cancelled' }),
  fc.constantFrom<PaymentEvent>(
    { kind: 'payTooLate' },
    { kind: 'declined', reason: 'Your card was declined.' },
    { kind: 'invalidRequest', reason: 'No such token' },
    { kind: 'authFailed', error },
    { kind: 'notFound' },
    { kind: 'indeterminate', error, replayed: false },
    { kind: 'outOfStock' },
    { kind: 'refunded', stripeRefundId: 're_1' },
    { kind: 'refundFailed', attempt: 1 },
  ),
);
const anyEvents = fc.array(anyEvent, { maxLength: 20 });

const clock = { now: () => new Date(0) };

/** One event in the life of a payment: the record before and after it, and the subjects it published. */
interface Moment {
  event: PaymentEvent;
  before: OrderPayment;
  after: OrderPayment;
  published: string[];
}

function apply(before: OrderPayment, event: PaymentEvent): Moment {
  try {
    const decision = applyEvent(before, event, clock);
    const after = { ...before, ...decision?.set };
    return { event, before, after, published: decision?.events?.(after).map(({ subject }) => subject) ?? [] };
  } catch (rejection) {
    if (!(rejection instanceof ApiError)) throw rejection;
    return { event, before, after: before, published: [] };
  }
}

/** Applies events one after another to a new payment. */
function lifeOf(events: PaymentEvent[]): Moment[] {
  let payment = newPayment();
  return events.map((event) => {
    const moment = apply(payment, event);
    payment = moment.after;
    return moment;
  });
}

const count = (life: Moment[], subject: string) =>
  life.flatMap(({ published }) => published).filter((one) => one === subject).length;

/** Checks the lives of payments; 100 contain too few charges that are cancelled. */
const checkLives = (rule: (life: Moment[]) => void) =>
  check(
    fc.property(anyEvents, (events) => rule(lifeOf(events))),
    300,
  );

/** Checks each moment of a payment. */
const always = (rule: (moment: Moment) => void) => checkLives((life) => life.forEach(rule));

describe('a payment, for events in any order', () => {
  it('is published at most once, and refunded at most once', () => {
    checkLives((life) => {
      expect(count(life, 'payment:created')).toBeLessThanOrEqual(1);
      expect(count(life, 'payment:refunded')).toBeLessThanOrEqual(1);
    });
  });

  it('keeps no money for a cancelled order', () => {
    always(({ after }) => {
      if (after.cancelled && after.charge?.state === 'succeeded') expect(after.refund).not.toBeNull();
    });
  });

  it('records each cancellation, and refunds a charge that cannot be fulfilled', () => {
    always(({ event, before, after }) => {
      if (event.kind !== 'cancelled' && event.kind !== 'outOfStock') return;
      if (before.charge?.state === 'succeeded') expect(after.refund).not.toBeNull();
      else if (event.kind === 'cancelled') expect(after.cancelled).toBe(true);
    });
  });

  it('counts a failed refund attempt once', () => {
    const failed: PaymentEvent = { kind: 'refundFailed', attempt: 1 };
    const life = lifeOf([pay, succeeded, { kind: 'outOfStock' }, failed, failed]);
    expect(life.map(({ after }) => after.refund?.attempt)).toEqual([undefined, undefined, 1, 2, 2]);
  });

  it('keeps its charge once it has succeeded', () => {
    always(({ before, after }) => {
      if (before.charge?.state === 'succeeded') expect(after.charge).toEqual(before.charge);
    });
  });

  it('charges neither a cancelled order nor one that may be charged', () => {
    always(({ event, before, after }) => {
      if (event.kind === 'pay' && (before.charge || before.cancelled)) expect(after).toBe(before);
    });
  });

  it('rejects every request to pay an expired order', () => {
    always(({ event, before, after }) => {
      if (event.kind === 'payTooLate') expect(after).toBe(before);
    });
  });

  it('uses a new idempotency key for each charge', () => {
    checkLives((life) => {
      const accepted = life.filter(({ event, before, after }) => event.kind === 'pay' && after !== before);
      const keys = accepted.map(({ after }) => after.charge?.idempotencyKey);
      expect(new Set(keys).size).toBe(keys.length);
    });
  });

  it('stores the card token only while the outcome is unknown', () => {
    always(({ after: { charge } }) => {
      if (charge) expect(charge.token !== null).toBe(charge.state === 'pending');
    });
  });

  it('has a next attempt exactly while a charge is pending or a refund is due', () => {
    always(({ after }) => {
      const isOpen = ['pending', 'cancelled while pending', 'refund due'].includes(stateOf(after));
      expect(nextAttemptAt(after) !== null).toBe(isOpen);
    });
  });
});
