import { Emulator } from './emulator.ts';
import { charge, errors, failureOf, KEY, newId, sdk } from './sdk.ts';

let emulator: Emulator;
beforeAll(async () => {
  emulator = await Emulator.open();
});
afterAll(() => emulator.close());

test.each(['sk_test_another_that_is_quite_long', 'sk_short', 'sk', `${KEY}x`])(
  'when the key is %s, then nobody is let in, and the key is not echoed whole',
  async (key) => {
    const orderId = newId();
    const error = await failureOf(
      sdk(emulator.port, key).paymentIntents.create(charge('tok_visa', { orderId })),
    );
    expect(error).toBeInstanceOf(errors.StripeAuthenticationError);
    expect(error.statusCode).toBe(401);
    expect(error.message).not.toContain(key);
    expect(emulator.intentsOf(orderId)).toEqual([]);
  },
);

test.each([
  ['no header', {}],
  ['an empty bearer', { authorization: 'Bearer ' }],
  ['no scheme', { authorization: 'sk' }],
  ['basic without a name', { authorization: 'Basic Og==' }],
  ['bytes that are no text', { authorization: 'Basic //79' }],
])(
  'when there is %s, then the answer is 401 with a reason',
  async (_name, headers: Record<string, string>) => {
    const answer = await fetch(`http://127.0.0.1:${emulator.port}/v1/payment_intents`, { headers });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({
      error: { type: 'invalid_request_error', message: expect.stringMatching(/API key/i) },
    });
  },
);

test('when the key is the user name of basic authentication, then it is let in, as with Stripe', async () => {
  const authorization = `Basic ${Buffer.from(`${KEY}:`).toString('base64')}`;
  expect((await emulator.raw('/v1/payment_intents', { headers: { authorization } })).status).toBe(200);
});

test.each([
  '/V1/payment_intents',
  '/v1/payment_intents/',
  '/v1/PAYMENT_INTENTS',
  '/v1/%70ayment_intents',
  '/v1/x',
])('when %s is asked without a key, then nothing is shown', async (path) => {
  const { status } = await fetch(`http://127.0.0.1:${emulator.port}${path}`);
  expect([401, 404]).toContain(status);
});
