import { Emulator } from './emulator.ts';
import { by, charge, errors, failureOf, newId } from './sdk.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await Emulator.open();
});
afterAll(() => emulator.close());

const cards = [
  ['tok_chargeDeclined', 'generic_decline', 'Your card was declined.'],
  ['tok_chargeDeclinedInsufficientFunds', 'insufficient_funds', 'Your card has insufficient funds.'],
] as const;

test.each(cards)('when %s is charged, then it is declined for %s', async (token, decline_code, message) => {
  const orderId = newId();
  const error = await failureOf(emulator.stripe.paymentIntents.create(charge(token, { orderId })));
  expect(error).toBeInstanceOf(errors.StripeCardError);
  expect(error).toMatchObject({
    statusCode: 402,
    type: 'StripeCardError',
    code: 'card_declined',
    decline_code,
    message,
    payment_intent: { status: 'requires_payment_method', amount_received: 0, metadata: { orderId } },
  });
});

test.each(cards)('when %s was declined, then the intent stays and tells why', async (token, decline_code) => {
  const orderId = newId();
  await failureOf(emulator.stripe.paymentIntents.create(charge(token, { orderId })));
  const [intent] = emulator.intentsOf(orderId);
  expect(await emulator.stripe.paymentIntents.retrieve(intent?.id ?? '')).toMatchObject({
    status: 'requires_payment_method',
    last_payment_error: { code: 'card_declined', decline_code },
    latest_charge: null,
  });
});

test('when a card was declined, then the same intent is paid with another', async () => {
  const error = await failureOf(emulator.stripe.paymentIntents.create(charge('tok_chargeDeclined')));
  const id = error.payment_intent?.id ?? '';
  const paid = await emulator.stripe.paymentIntents.confirm(id, by('tok_mastercard'));
  expect(paid).toMatchObject({ id, status: 'succeeded', amount_received: 1999, last_payment_error: null });
});

test('when the next card is declined too, then the intent is still there for a third', async () => {
  const { id } = await emulator.stripe.paymentIntents.create({ amount: 500, currency: 'usd' });
  for (const [token, decline_code] of cards)
    expect(await failureOf(emulator.stripe.paymentIntents.confirm(id, by(token)))).toMatchObject({
      statusCode: 402,
      decline_code,
      payment_intent: { id },
    });
  expect((await emulator.stripe.paymentIntents.confirm(id, by('tok_visa'))).status).toBe('succeeded');
});
