import { Emulator } from './emulator.ts';
import { charge, errors, failureOf, newId, refund, wasReplayed } from './sdk.ts';

const emulator = await Emulator.open();
afterAll(() => emulator.close());
const { stripe } = emulator;

const newCharge = () => stripe.paymentIntents.create(charge());
const refunded = (id: string) => emulator.store.refundsOf(id).map(({ amount }) => amount);

describe('POST /v1/refunds', () => {
  it('refunds the whole charge and lists the refund for its payment only', async () => {
    const { id: payment_intent, latest_charge } = await newCharge();
    await refund(stripe, (await newCharge()).id);
    const made = await refund(stripe, payment_intent);
    expect(made).toMatchObject({
      id: expect.stringMatching(/^re_/),
      object: 'refund',
      amount: 1999,
      charge: latest_charge,
      currency: 'usd',
      payment_intent,
      status: 'succeeded',
    });
    expect((await stripe.refunds.list({ payment_intent, limit: 1 })).data).toEqual([made]);
  });

  it('rejects a second refund', async () => {
    const { id } = await newCharge();
    await refund(stripe, id);
    const error = await failureOf(refund(stripe, id, newId()));
    expect(error).toBeInstanceOf(errors.StripeInvalidRequestError);
    expect(error).toMatchObject({ statusCode: 400, code: 'charge_already_refunded' });
    expect(refunded(id)).toEqual([1999]);
  });

  it('refunds once for ten concurrent requests with different keys', async () => {
    const { id } = await newCharge();
    await Promise.allSettled(Array.from({ length: 10 }, () => refund(stripe, id, newId())));
    expect(refunded(id)).toEqual([1999]);
  });

  it('replays a refund for its key and rejects another payment with that key', async () => {
    const { id } = await newCharge();
    const key = newId();
    const [first, second] = [await refund(stripe, id, key), await refund(stripe, id, key)];
    expect(second).toEqual(first);
    expect(wasReplayed(second)).toBe(true);
    const other = await newCharge();
    expect(await failureOf(refund(stripe, other.id, key))).toBeInstanceOf(errors.StripeIdempotencyError);
    expect(refunded(id)).toEqual([1999]);
    expect(refunded(other.id)).toEqual([]);
  });

  it('rejects a declined payment', async () => {
    const declined = await failureOf(stripe.paymentIntents.create(charge('tok_chargeDeclined')));
    const id = declined.payment_intent?.id ?? '';
    expect(await failureOf(refund(stripe, id))).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('does not have a successful charge'),
    });
    expect(refunded(id)).toEqual([]);
  });

  it('rejects an unknown and a missing payment', async () => {
    expect(await failureOf(refund(stripe, 'pi_nobody'))).toMatchObject({
      statusCode: 404,
      type: 'StripeInvalidRequestError',
      code: 'resource_missing',
      message: expect.stringContaining('pi_nobody'),
    });
    expect(await failureOf(stripe.refunds.create({}))).toMatchObject({
      code: 'parameter_missing',
      param: 'payment_intent',
    });
  });
});
