import { Emulator } from './emulator.ts';
import { errors, failureOf, newId, pay, refund, wasReplayed } from './sdk.ts';

const emulator = await Emulator.open();
afterAll(() => emulator.close());
const { stripe } = emulator;

describe('an idempotency key', () => {
  let orderId: string;
  beforeEach(() => {
    orderId = newId();
  });

  it('replays the first response to the same request', async () => {
    const first = await pay(stripe, orderId);
    const second = await pay(stripe, orderId);
    expect(second).toEqual(first);
    expect([wasReplayed(first), wasReplayed(second)]).toEqual([false, true]);
    expect(emulator.intentsOf(orderId)).toHaveLength(1);
  });

  it('rejects another body', async () => {
    await pay(stripe, orderId);
    const error = await failureOf(pay(stripe, orderId, { amount: 2000 }));
    expect(error).toBeInstanceOf(errors.StripeIdempotencyError);
    expect(error).toMatchObject({ statusCode: 400, message: expect.stringContaining(orderId) });
    expect(emulator.intentsOf(orderId)).toMatchObject([{ amount: 1999 }]);
  });

  it('replays a decline, while another key can charge another card', async () => {
    const declined = { token: 'tok_chargeDeclined' };
    const first = await failureOf(pay(stripe, orderId, declined));
    const second = await failureOf(pay(stripe, orderId, declined));
    expect(second).toBeInstanceOf(errors.StripeCardError);
    expect(second.payment_intent?.id).toBe(first.payment_intent?.id);
    expect(wasReplayed(second)).toBe(true);
    expect(await failureOf(pay(stripe, orderId))).toBeInstanceOf(errors.StripeIdempotencyError);
    expect((await pay(stripe, orderId, { key: `${orderId}:attempt:2` })).status).toBe('succeeded');
  });

  it('can be reused after a request that failed validation', async () => {
    expect(await failureOf(pay(stripe, orderId, { token: 'tok_nobody' }))).toMatchObject({ statusCode: 400 });
    expect(await failureOf(pay(stripe, orderId, { amount: 1 }))).toMatchObject({ statusCode: 400 });
    expect(wasReplayed(await pay(stripe, orderId))).toBe(false);
  });

  it('answers 409 while its first request is in flight', async () => {
    await emulator.inject({ mode: 'delay', delayMs: 600 });
    const outcomes = await Promise.allSettled([1, 2, 3, 4, 5].map(() => pay(stripe, orderId)));
    const rejected = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
    expect(rejected).toHaveLength(4);
    for (const error of rejected)
      expect(error).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
    expect(emulator.intentsOf(orderId)).toHaveLength(1);
  });

  it('charges once for twenty concurrent requests', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => pay(stripe, orderId)));
    const [intent] = emulator.intentsOf(orderId);
    for (const one of outcomes)
      if (one.status === 'fulfilled') expect(one.value.id).toBe(intent?.id);
      else expect(one.reason).toMatchObject({ statusCode: 409 });
    expect(emulator.intentsOf(orderId)).toHaveLength(1);
  });

  it('does not affect concurrent requests with other keys', async () => {
    const keys = Array.from({ length: 20 }, (_, n) => `${orderId}:${n}`);
    const intents = await Promise.all(keys.map((key) => pay(stripe, orderId, { key })));
    expect(new Set(intents.map(({ id }) => id)).size).toBe(20);
  });

  it('rejects another endpoint', async () => {
    const { id } = await pay(stripe, orderId);
    const error = await failureOf(refund(stripe, id, orderId));
    expect(error).toBeInstanceOf(errors.StripeIdempotencyError);
    expect(error.message).toContain('same endpoint');
    expect(emulator.store.refundsOf(id)).toEqual([]);
  });
});
