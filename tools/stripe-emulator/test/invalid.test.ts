import { Emulator } from './emulator.ts';
import { by, charge, errors, failureOf, newId } from './sdk.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await Emulator.open();
});
afterAll(() => emulator.close());

const without = (name: keyof ReturnType<typeof charge>) => ({ ...charge(), [name]: undefined });
const faults: [string, object, { code?: string; param: string }][] = [
  [
    'an unknown token',
    charge('tok_nobody'),
    { code: 'resource_missing', param: 'payment_method_data[card][token]' },
  ],
  ['a token that every object has', charge('constructor'), { param: 'payment_method_data[card][token]' }],
  ['no amount', without('amount'), { code: 'parameter_missing', param: 'amount' }],
  ['no currency', without('currency'), { code: 'parameter_missing', param: 'currency' }],
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
  ['a token for the method', { ...charge(), payment_method: 'tok_visa' }, { param: 'payment_method' }],
  ['49 cents', charge('tok_visa', {}, 49), { code: 'amount_too_small', param: 'amount' }],
  ['nothing to pay', charge('tok_visa', {}, 0), { code: 'amount_too_small', param: 'amount' }],
  ['less than nothing', charge('tok_visa', {}, -500), { code: 'amount_too_small', param: 'amount' }],
  ['a million dollars', charge('tok_visa', {}, 100_000_000), { code: 'amount_too_large', param: 'amount' }],
  ['half a cent', charge('tok_visa', {}, 99.5), { param: 'amount' }],
  ['no number', { ...charge(), amount: 'ten' }, { param: 'amount' }],
  ['an endless number', { ...charge(), amount: '9'.repeat(400) }, { param: 'amount' }],
  ['metadata in metadata', { ...charge(), metadata: { a: { b: 'c' } } }, { param: 'metadata[a]' }],
  ['metadata of 501 characters', charge('tok_visa', { a: 'x'.repeat(501) }), { param: 'metadata[a]' }],
];
test.each(faults)(
  'when a charge has %s, then the parameter is named and nothing is kept',
  async (_name, params, fault) => {
    const before = emulator.store.intents.size;
    const error = await failureOf(emulator.stripe.paymentIntents.create(params as ReturnType<typeof charge>));
    expect(error).toBeInstanceOf(errors.StripeInvalidRequestError);
    expect(error).toMatchObject({ statusCode: 400, message: expect.stringMatching(/\w/), ...fault });
    expect(emulator.store.intents.size).toBe(before);
  },
);

test.each([50, 99_999_999])(
  'when the amount is %i, which is just allowed, then it is charged',
  async (amount) => {
    expect(
      (await emulator.stripe.paymentIntents.create(charge('tok_visa', {}, amount))).amount_received,
    ).toBe(amount);
  },
);

test('when a charge is to be confirmed without a card, then the card is missed and nothing is kept', async () => {
  const orderId = newId();
  const params = { amount: 50, currency: 'usd', confirm: true, metadata: { orderId } };
  const error = await failureOf(emulator.stripe.paymentIntents.create(params));
  expect(error).toMatchObject({ statusCode: 400, code: 'parameter_missing' });
  expect(emulator.intentsOf(orderId)).toEqual([]);
});

test('when a thing is not there, then the answer is 404 and names what was looked for', async () => {
  const missing = { statusCode: 404, type: 'StripeInvalidRequestError', code: 'resource_missing' };
  const { paymentIntents, refunds } = emulator.stripe;
  for (const call of [
    paymentIntents.retrieve('pi_nobody'),
    paymentIntents.confirm('pi_nobody', by('tok_visa')),
    paymentIntents.cancel('pi_nobody'),
    refunds.retrieve('re_nobody'),
  ])
    expect(await failureOf(call)).toMatchObject({ ...missing, message: expect.stringContaining('_nobody') });
});

test('when a part of Stripe is used that is not emulated, then it is said which', async () => {
  const error = await failureOf(emulator.stripe.customers.create({ email: 'a@example.com' }));
  expect(error).toMatchObject({
    statusCode: 404,
    message: 'Unrecognized request URL (POST: /v1/customers).',
  });
});

test('when what was meant for a service of the shop gets here, then it is told to come again', async () => {
  const answer = await emulator.raw('/api/payments', { method: 'POST' });
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
});
