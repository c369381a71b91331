import { Emulator } from './emulator.ts';
import { by, charge, failureOf, newId, sdk } from './sdk.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await Emulator.open();
});
afterAll(() => emulator.close());

test.each(['tok_visa', 'tok_mastercard'])(
  'when %s is charged, then the answer is a paid PaymentIntent',
  async (token) => {
    const metadata = { orderId: newId(), idempotencyKey: 'order:1:attempt:1' };
    const intent = await emulator.stripe.paymentIntents.create(charge(token, metadata));
    expect(intent).toMatchObject({
      id: expect.stringMatching(/^pi_\w{24}$/),
      object: 'payment_intent',
      amount: 1999,
      amount_received: 1999,
      currency: 'usd',
      status: 'succeeded',
      created: expect.any(Number),
      last_payment_error: null,
      latest_charge: expect.stringMatching(/^ch_/),
      livemode: false,
      metadata,
      payment_method: expect.stringMatching(/^pm_/),
    });
    expect(intent.lastResponse).toMatchObject({ statusCode: 200, requestId: expect.stringMatching(/^req_/) });
  },
);

test('when an intent is created without a card, then a card confirms it', async () => {
  const { id, status } = await emulator.stripe.paymentIntents.create({ amount: 50, currency: 'usd' });
  expect(status).toBe('requires_payment_method');
  const paid = await emulator.stripe.paymentIntents.confirm(id, by('tok_visa'));
  expect(paid).toMatchObject({ id, status: 'succeeded', amount_received: 50 });
});

test('when an intent is created with a card and not confirmed, then nothing is charged until it is', async () => {
  const created = await emulator.stripe.paymentIntents.create({
    amount: 50,
    currency: 'usd',
    ...by('tok_visa'),
  });
  expect(created).toMatchObject({ status: 'requires_confirmation', amount_received: 0, latest_charge: null });
  expect(JSON.stringify(created)).not.toContain('tok_visa');
  const paid = await emulator.stripe.paymentIntents.confirm(created.id);
  expect(paid).toMatchObject({ status: 'succeeded', payment_method: created.payment_method });
});

test('when the card given at the creation is a bad one, then confirming it is declined, and needs another', async () => {
  const { id } = await emulator.stripe.paymentIntents.create({
    amount: 50,
    currency: 'usd',
    ...by('tok_chargeDeclined'),
  });
  expect(await failureOf(emulator.stripe.paymentIntents.confirm(id))).toMatchObject({
    code: 'card_declined',
  });
  expect(await failureOf(emulator.stripe.paymentIntents.confirm(id))).toMatchObject({
    code: 'parameter_missing',
  });
});

test('when an intent is retrieved, then it is as it was answered', async () => {
  const made = await emulator.stripe.paymentIntents.create(charge());
  expect(await emulator.stripe.paymentIntents.retrieve(made.id)).toEqual(made);
});

test('when an unpaid intent is cancelled, then it can be neither paid nor cancelled again', async () => {
  const { id } = await emulator.stripe.paymentIntents.create({ amount: 50, currency: 'usd' });
  expect((await emulator.stripe.paymentIntents.cancel(id)).status).toBe('canceled');
  const state = { code: 'payment_intent_unexpected_state', statusCode: 400 };
  expect(await failureOf(emulator.stripe.paymentIntents.confirm(id, by('tok_visa')))).toMatchObject(state);
  expect(await failureOf(emulator.stripe.paymentIntents.cancel(id))).toMatchObject(state);
});

test('when a paid intent is confirmed or cancelled, then that is refused and it stays paid', async () => {
  const { id } = await emulator.stripe.paymentIntents.create(charge());
  const state = { code: 'payment_intent_unexpected_state', statusCode: 400 };
  expect(await failureOf(emulator.stripe.paymentIntents.confirm(id, by('tok_visa')))).toMatchObject(state);
  expect(await failureOf(emulator.stripe.paymentIntents.cancel(id))).toMatchObject(state);
  expect((await emulator.stripe.paymentIntents.retrieve(id)).status).toBe('succeeded');
});

test('when two clients use it, then both see the same', async () => {
  const { id } = await emulator.stripe.paymentIntents.create(charge());
  expect((await sdk(emulator.port).paymentIntents.retrieve(id)).id).toBe(id);
});
