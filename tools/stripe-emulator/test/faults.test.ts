import { setTimeout as sleep } from 'node:timers/promises';
import type { Fault } from '../src/faults.ts';
import { Emulator } from './emulator.ts';
import { errors, failureOf, newId, pay, refund, sdk, wasReplayed } from './sdk.ts';

const emulator = await Emulator.open();
afterAll(() => emulator.close());
const { stripe } = emulator;

let orderId: string;
beforeEach(() => {
  orderId = newId();
  emulator.faults.clear();
});
const charged = () => emulator.intentsOf(orderId).filter(({ status }) => status === 'succeeded').length;

describe('a fault', () => {
  // The SDK retries a request once if the connection is closed.
  const dropped = 2;
  const cases: [Partial<Fault>, { timeout?: number; error: typeof errors.StripeError; done: 0 | 1 }][] = [
    [
      { mode: 'drop_before', count: dropped },
      { error: errors.StripeConnectionError, done: 0 },
    ],
    [
      { mode: 'charge_then_drop', count: dropped },
      { error: errors.StripeConnectionError, done: 1 },
    ],
    [{ mode: 'charge_then_hang' }, { timeout: 1000, error: errors.StripeConnectionError, done: 1 }],
    [{ mode: 'error_429' }, { error: errors.StripeRateLimitError, done: 0 }],
  ];
  it.each(cases)('%j: the key charges once', async (fault, { timeout = 10_000, error, done }) => {
    await emulator.inject(fault);
    expect(await failureOf(pay(stripe, orderId, { timeout }))).toBeInstanceOf(error);
    expect(charged()).toBe(done);
    // A new client gets the same result.
    expect(wasReplayed(await pay(sdk(emulator.port), orderId))).toBe(done === 1);
    expect(charged()).toBe(1);
  });

  it('delay: charges after the client has timed out, and the key replays the charge', async () => {
    await emulator.inject({ mode: 'delay', delayMs: 300 });
    expect(await failureOf(pay(stripe, orderId, { timeout: 50 }))).toBeInstanceOf(
      errors.StripeConnectionError,
    );
    while (charged() === 0) await sleep(20);
    expect(wasReplayed(await pay(stripe, orderId))).toBe(true);
    expect(charged()).toBe(1);
  });

  describe.each([
    ['error_500', 0],
    ['error_500_after', 1],
  ] as const)('%s', (mode, done) => {
    it('is stored as the response of the key', async () => {
      await emulator.inject({ mode });
      expect(await failureOf(pay(stripe, orderId))).toMatchObject({
        statusCode: 500,
        type: 'StripeAPIError',
      });
      expect(charged()).toBe(done);
      const again = await failureOf(pay(stripe, orderId));
      expect([again.statusCode, wasReplayed(again)]).toEqual([500, true]);
      expect(charged()).toBe(done);
    });

    it('also fails a request without a key', async () => {
      await emulator.inject({ mode });
      const body = `amount=50&currency=usd&confirm=true&metadata[orderId]=${orderId}&payment_method_data[type]=card&payment_method_data[card][token]=tok_visa`;
      expect((await emulator.post('/v1/payment_intents', body)).status).toBe(500);
      expect(charged()).toBe(done);
    });
  });

  it('for refunds does not affect charges', async () => {
    await emulator.inject({ match: 'refunds', mode: 'error_500_after' });
    const { id } = await pay(stripe, orderId);
    expect(await failureOf(refund(stripe, id))).toMatchObject({ statusCode: 500 });
    expect(emulator.store.refundsOf(id)).toHaveLength(1);
  });

  it('with a count fails that number of requests, but no reads', async () => {
    await emulator.inject({ mode: 'error_500', count: 2 });
    expect((await stripe.paymentIntents.list({ created: { gte: 2 ** 40 } })).data).toEqual([]);
    expect(await failureOf(pay(stripe, newId()))).toMatchObject({ statusCode: 500 });
    expect(emulator.faults.pending).toMatchObject([{ mode: 'error_500', count: 1 }]);
    expect(await failureOf(pay(stripe, newId()))).toMatchObject({ statusCode: 500 });
    expect(emulator.faults.pending).toEqual([]);
    expect((await pay(stripe, newId())).status).toBe('succeeded');
  });
});

describe('DELETE /_emulator/faults', () => {
  it('clears all faults', async () => {
    await emulator.inject({ mode: 'error_500', count: 5 });
    await emulator.fetch('/_emulator/faults', { method: 'DELETE' });
    expect((await pay(stripe, orderId)).status).toBe('succeeded');
  });
});

describe('POST /_emulator/faults', () => {
  it.each([
    ['broken JSON', '{"mode":'],
    ['an empty body', ''],
    ['null', 'null'],
    ['an unknown mode', '{"match":"refunds","mode":"explode"}'],
    ['no match', '{"mode":"delay"}'],
    ['a count of zero', '{"match":"refunds","mode":"delay","count":0}'],
    ['an unknown field', '{"match":"refunds","mode":"delay","when":"now"}'],
  ])('rejects %s and injects nothing', async (_name, body) => {
    const response = await emulator.post('/_emulator/faults', body, 'application/json');
    expect(response.status).toBe(400);
    expect(await response.text()).not.toMatch(/node_modules|\.[tj]s:\d/);
    expect(emulator.faults.pending).toEqual([]);
  });
});
