import { Emulator } from './emulator.ts';
import { charge, errors, failureOf, KEY, newId, sdk } from './sdk.ts';

const emulator = await Emulator.open();
afterAll(() => emulator.close());

describe('the API key', () => {
  it.each(['sk_test_another_that_is_quite_long', 'sk_short', 'sk', `${KEY}x`])(
    'rejects %s without echoing it completely',
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

  it.each([
    ['no header', {}],
    ['an empty bearer', { authorization: 'Bearer ' }],
    ['no scheme', { authorization: 'sk' }],
    ['basic without a name', { authorization: 'Basic Og==' }],
    ['bytes that are not text', { authorization: 'Basic //79' }],
  ])('answers 401 with a reason for %s', async (_name, headers: Record<string, string>) => {
    const response = await fetch(`${emulator.url}/v1/payment_intents`, { headers });
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({
      error: { type: 'invalid_request_error', message: expect.stringMatching(/API key/i) },
    });
  });

  it.each([
    '/V1/payment_intents',
    '/v1/payment_intents/',
    '/v1/PAYMENT_INTENTS',
    '/v1/%70ayment_intents',
    '/v1/x',
  ])('does not serve %s without a key', async (path) => {
    const { status } = await fetch(emulator.url + path);
    expect([401, 404]).toContain(status);
  });
});
