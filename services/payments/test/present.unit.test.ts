import { present } from '../src/present.ts';
import { newPayment, PAYMENT_ID } from './payments.ts';

const charge = {
  state: 'succeeded' as const,
  paymentId: PAYMENT_ID,
  idempotencyKey: 'order:1:attempt:1',
  token: null,
  startedAt: new Date(0),
  stripeId: 'pi_1',
};
const succeeded = { kind: 'succeeded' as const, stripeId: 'pi_1' };
const refund = {
  state: 'due' as const,
  reason: 'The order was cancelled.',
  attempt: 1,
  stripeRefundId: null,
};

describe('present', () => {
  it('returns a payment that succeeded', () => {
    const record = newPayment({ charge });
    expect(present({ outcome: succeeded, record })).toEqual({
      id: PAYMENT_ID,
      orderId: String(record._id),
      stripeId: 'pi_1',
    });
  });

  it.each([
    ['a declined card', { kind: 'declined' as const, reason: 'Declined.' }, 'card_declined'],
    ['a rejected token', { kind: 'invalidRequest' as const, reason: 'No such token' }, 'invalid_card_token'],
    ['a rejected API key', { kind: 'authFailed' as const, error: null }, 'payment_indeterminate'],
    ['an unknown outcome', { kind: 'notFound' as const }, 'payment_indeterminate'],
  ])('throws the error of %s', (_name, outcome, code) => {
    expect(() => present({ outcome, record: newPayment() })).toThrow(expect.objectContaining({ code }));
  });

  it('reports a payment of an order that was cancelled meanwhile', () => {
    expect(() => present({ outcome: succeeded, record: newPayment({ charge, refund }) })).toThrow(
      expect.objectContaining({ code: 'order_cancelled' }),
    );
  });
});
