import { Emulator } from './emulator.ts';
import { by, charge, errors, failureOf, newId } from './sdk.ts';

let emulator: Emulator;
let payment_intent: string;
beforeAll(async () => {
  emulator = await Emulator.open();
});
afterAll(() => emulator.close());
beforeEach(async () => {
  payment_intent = (await emulator.stripe.paymentIntents.create(charge())).id;
});

const refund = (params: { amount?: number; reason?: 'duplicate' } = {}, options = {}) =>
  emulator.stripe.refunds.create({ payment_intent, ...params }, options);
const given = () => emulator.store.refundsOf(payment_intent).map(({ amount }) => amount);

test('when no amount is said, then the whole charge goes back', async () => {
  const { latest_charge } = await emulator.stripe.paymentIntents.retrieve(payment_intent);
  const made = await refund({ reason: 'duplicate' });
  expect(made).toMatchObject({
    id: expect.stringMatching(/^re_/),
    object: 'refund',
    amount: 1999,
    charge: latest_charge,
    currency: 'usd',
    payment_intent,
    reason: 'duplicate',
    status: 'succeeded',
  });
  expect(await emulator.stripe.refunds.retrieve(made.id)).toEqual(made);
});

test('when a part goes back, then the rest can follow, and no more than that', async () => {
  await refund({ amount: 500 });
  expect(await failureOf(refund({ amount: 1500 }))).toMatchObject({
    statusCode: 400,
    type: 'StripeInvalidRequestError',
    param: 'amount',
    message: expect.stringMatching(/1500.*1499/),
  });
  await refund();
  expect(given()).toEqual([500, 1499]);
});

test('when more than the charge is asked for, then nothing goes back', async () => {
  expect(await failureOf(refund({ amount: 2000 }))).toMatchObject({ statusCode: 400, param: 'amount' });
  expect(given()).toEqual([]);
});

test.each([0, -1, 0.5])('when %d cents are to go back, then nothing does', async (amount) => {
  expect(await failureOf(refund({ amount }))).toMatchObject({ statusCode: 400, param: 'amount' });
  expect(given()).toEqual([]);
});

test('when all has gone back already, then it is said so', async () => {
  await refund();
  const error = await failureOf(refund());
  expect(error).toBeInstanceOf(errors.StripeInvalidRequestError);
  expect(error).toMatchObject({ statusCode: 400, code: 'charge_already_refunded' });
  expect(given()).toEqual([1999]);
});

test('when ten refunds come at once with keys of their own, then the charge goes back once', async () => {
  await Promise.allSettled(Array.from({ length: 10 }, () => refund({}, { idempotencyKey: newId() })));
  expect(given()).toEqual([1999]);
});

test('when a refund comes again with its key, then it is the same refund', async () => {
  const idempotencyKey = newId();
  const [first, second] = [await refund({}, { idempotencyKey }), await refund({}, { idempotencyKey })];
  expect(second).toEqual(first);
  expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
  expect(await failureOf(refund({ amount: 5 }, { idempotencyKey }))).toBeInstanceOf(
    errors.StripeIdempotencyError,
  );
  expect(given()).toEqual([1999]);
});

test('when nothing was paid, then nothing can go back', async () => {
  const { paymentIntents } = emulator.stripe;
  const open = await paymentIntents.create({ amount: 50, currency: 'usd' });
  const declined = (await failureOf(paymentIntents.create(charge('tok_chargeDeclined')))).payment_intent;
  const canceled = await paymentIntents.cancel(
    (await paymentIntents.create({ amount: 50, currency: 'usd', ...by('tok_visa') })).id,
  );
  for (const unpaid of [open, declined, canceled]) {
    payment_intent = unpaid?.id ?? '';
    expect(await failureOf(refund())).toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('does not have a successful charge'),
    });
    expect(given()).toEqual([]);
  }
});

test('when the payment is unknown or not named, then it is said so', async () => {
  payment_intent = 'pi_nobody';
  expect(await failureOf(refund())).toMatchObject({ statusCode: 404, code: 'resource_missing' });
  expect(await failureOf(emulator.stripe.refunds.create({ amount: 5 }))).toMatchObject({
    code: 'parameter_missing',
    param: 'payment_intent',
  });
});

test('when the refunds of a payment are listed, then only its own are there, the latest first', async () => {
  const ids = [(await refund({ amount: 100 })).id, (await refund({ amount: 200 })).id];
  const other = await emulator.stripe.paymentIntents.create(charge());
  await emulator.stripe.refunds.create({ payment_intent: other.id });
  const list = await emulator.stripe.refunds.list({ payment_intent });
  expect(list.data.map(({ id }) => id)).toEqual(ids.toReversed());
  expect((await emulator.stripe.refunds.list({ payment_intent, limit: 1 })).has_more).toBe(true);
});
