import { Emulator } from './emulator.ts';
import { charge, errors, failureOf, newId, sdk } from './sdk.ts';

const emulator = await Emulator.open();
afterAll(() => emulator.close());
const { paymentIntents } = emulator.stripe;

describe('POST /v1/payment_intents', () => {
  it.each(['tok_visa', 'tok_mastercard'])('charges %s', async (token) => {
    const metadata = { orderId: newId(), idempotencyKey: 'order:1:attempt:1' };
    const intent = await paymentIntents.create(charge(token, metadata));
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
    expect((await sdk(emulator.port).paymentIntents.list({ limit: 1 })).data).toEqual([intent]);
  });

  it.each([
    ['tok_chargeDeclined', 'generic_decline', 'Your card was declined.'],
    ['tok_chargeDeclinedInsufficientFunds', 'insufficient_funds', 'Your card has insufficient funds.'],
  ])('declines %s with %s and stores the intent', async (token, decline_code, message) => {
    const orderId = newId();
    const error = await failureOf(paymentIntents.create(charge(token, { orderId })));
    const unpaid = { status: 'requires_payment_method', amount_received: 0, metadata: { orderId } };
    const decline = { code: 'card_declined', decline_code, message };
    expect(error).toBeInstanceOf(errors.StripeCardError);
    expect(error).toMatchObject({
      ...decline,
      statusCode: 402,
      type: 'StripeCardError',
      payment_intent: unpaid,
    });
    expect((await paymentIntents.list({ limit: 1 })).data).toMatchObject([
      { ...unpaid, last_payment_error: decline, latest_charge: null },
    ]);
  });

  it.each([50, 99_999_999])('charges %i cents, a limit', async (amount) => {
    expect((await paymentIntents.create(charge('tok_visa', {}, amount))).amount_received).toBe(amount);
  });

  const without = (name: keyof ReturnType<typeof charge>) => ({ ...charge(), [name]: undefined });
  const invalid: [string, object, { code?: string; param: string }][] = [
    [
      'an unknown token',
      charge('tok_nobody'),
      { code: 'resource_missing', param: 'payment_method_data[card][token]' },
    ],
    [
      'the name of a built-in property as token',
      charge('constructor'),
      { param: 'payment_method_data[card][token]' },
    ],
    ['no amount', without('amount'), { code: 'parameter_missing', param: 'amount' }],
    ['no currency', without('currency'), { code: 'parameter_missing', param: 'currency' }],
    ['no card', without('payment_method_data'), { code: 'parameter_missing', param: 'payment_method_data' }],
    ['no confirmation', without('confirm'), { param: 'confirm' }],
    ['another currency', { ...charge(), currency: 'eur' }, { param: 'currency' }],
    ['an unknown field', { ...charge(), colour: 'red' }, { code: 'parameter_unknown', param: 'colour' }],
    [
      'an unknown field of the card',
      { ...charge(), payment_method_data: { type: 'card', card: { token: 'tok_visa', cvc: '1' } } },
      { code: 'parameter_unknown', param: 'payment_method_data[card][cvc]' },
    ],
    [
      'the retired payment_method_types',
      { ...charge(), payment_method_types: ['card'] },
      { param: 'payment_method_types' },
    ],
    ['a token as payment_method', { ...charge(), payment_method: 'tok_visa' }, { param: 'payment_method' }],
    ['49 cents', charge('tok_visa', {}, 49), { code: 'amount_too_small', param: 'amount' }],
    ['an amount of zero', charge('tok_visa', {}, 0), { code: 'amount_too_small', param: 'amount' }],
    ['a negative amount', charge('tok_visa', {}, -500), { code: 'amount_too_small', param: 'amount' }],
    ['a million dollars', charge('tok_visa', {}, 100_000_000), { code: 'amount_too_large', param: 'amount' }],
    ['half a cent', charge('tok_visa', {}, 99.5), { param: 'amount' }],
    ['an amount in words', { ...charge(), amount: 'ten' }, { param: 'amount' }],
    ['an amount of 400 digits', { ...charge(), amount: '9'.repeat(400) }, { param: 'amount' }],
    ['nested metadata', { ...charge(), metadata: { a: { b: 'c' } } }, { param: 'metadata[a]' }],
    ['metadata of 501 characters', charge('tok_visa', { a: 'x'.repeat(501) }), { param: 'metadata[a]' }],
  ];
  it.each(invalid)('rejects %s, names the parameter and stores nothing', async (_name, params, expected) => {
    const before = emulator.store.intents.size;
    const error = await failureOf(paymentIntents.create(params as ReturnType<typeof charge>));
    expect(error).toBeInstanceOf(errors.StripeInvalidRequestError);
    expect(error).toMatchObject({ statusCode: 400, message: expect.stringMatching(/\w/), ...expected });
    expect(emulator.store.intents.size).toBe(before);
  });
});
