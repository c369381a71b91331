import { applyEvent } from '../src/apply-event.ts';
import type { Charge, OrderPayment, Refund } from '../src/order-payment.ts';
import { type PaymentEvent, type PaymentState, stateOf, transition } from '../src/payment-states.ts';
import { newPayment, PAYMENT_ID } from './payments.ts';

const pending: Charge = {
  state: 'pending',
  paymentId: PAYMENT_ID,
  idempotencyKey: 'order:1:attempt:1',
  token: 'tok_visa',
  startedAt: new Date(),
  stripeId: null,
};
const succeeded: Charge = { ...pending, state: 'succeeded', token: null, stripeId: 'pi_1' };
const due: Refund = { state: 'due', reason: 'The order was cancelled.', attempt: 1, stripeRefundId: null };

const states: Record<PaymentState, Partial<OrderPayment>> = {
  'no charge': {},
  pending: { charge: pending },
  succeeded: { charge: succeeded },
  cancelled: { cancelled: true },
  'cancelled while pending': { charge: pending, cancelled: true },
  'refund due': { charge: succeeded, refund: due },
  'refund done': { charge: succeeded, refund: { ...due, state: 'done', stripeRefundId: 're_1' } },
};
const error = new Error('an error of Stripe');
const events: PaymentEvent[] = [
  { kind: 'pay', paymentId: PAYMENT_ID, token: 'tok_visa' },
  { kind: 'payTooLate' },
  { kind: 'succeeded', stripeId: 'pi_1' },
  { kind: 'declined', reason: 'Your card was declined.' },
  { kind: 'invalidRequest', reason: 'No such token' },
  { kind: 'authFailed', error },
  { kind: 'notFound' },
  { kind: 'indeterminate', error, replayed: false },
  { kind: 'cancelled' },
  { kind: 'outOfStock' },
  { kind: 'refunded', stripeRefundId: 're_1' },
  { kind: 'refundFailed', attempt: 1 },
];

/** Prepares an event for a payment in a state, with the outcome that the table expects. */
function outcomes(state: PaymentState, event: PaymentEvent) {
  const before = newPayment({ attempt: 1, ...states[state] });
  const step = transition(state, event.kind);
  const apply = () => {
    const decision = applyEvent(before, event, { now: () => new Date() });
    const after = { ...before, ...decision?.set };
    return {
      state: stateOf(after),
      published: decision?.events?.(after).map(({ subject }) => subject) ?? [],
    };
  };
  const subject = typeof step?.action === 'string' ? /^publish (.*)/.exec(step.action)?.[1] : undefined;
  return { step, apply, expected: { state: step?.next ?? state, published: subject ? [subject] : [] } };
}

describe.each(Object.keys(states) as PaymentState[])('a payment in the state "%s"', (state) => {
  it.each(events)('handles "$kind" by the table', (event) => {
    const { step, apply, expected } = outcomes(state, event);
    if (typeof step?.action === 'object')
      expect(apply).toThrow(expect.objectContaining({ code: step.action.reject }));
    else expect(apply()).toEqual(expected);
  });
});
