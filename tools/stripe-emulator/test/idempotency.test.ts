import { Emulator } from './emulator.ts';
import { by, charge, errors, failureOf, newId } from './sdk.ts';

let emulator: Emulator;
let orderId: string;
let idempotencyKey: string;
beforeAll(async () => {
  emulator = await Emulator.open();
});
afterAll(() => emulator.close());
beforeEach(() => {
  orderId = newId();
  idempotencyKey = `order:${orderId}:attempt:1`;
});

const pay = (token = 'tok_visa', amount = 1999, key = idempotencyKey) =>
  emulator.stripe.paymentIntents.create(charge(token, { orderId }, amount), { idempotencyKey: key });

test('when a key comes again with the same body, then the first answer is given again and nothing is charged', async () => {
  const first = await pay();
  const second = await pay();
  expect(second).toEqual(first);
  expect(first.lastResponse.headers['idempotent-replayed']).toBeUndefined();
  expect(second.lastResponse.headers['idempotent-replayed']).toBe('true');
  expect(emulator.intentsOf(orderId)).toHaveLength(1);
});

test('when a key comes again with another body, then it is refused and nothing is charged', async () => {
  await pay();
  const error = await failureOf(pay('tok_visa', 2000));
  expect(error).toBeInstanceOf(errors.StripeIdempotencyError);
  expect(error).toMatchObject({ statusCode: 400, message: expect.stringContaining(idempotencyKey) });
  expect(emulator.intentsOf(orderId)).toMatchObject([{ amount: 1999 }]);
});

test('when a decline is asked for again, then it is replayed; another key charges the next card', async () => {
  const first = await failureOf(pay('tok_chargeDeclined'));
  const second = await failureOf(pay('tok_chargeDeclined'));
  expect(second).toBeInstanceOf(errors.StripeCardError);
  expect(second.payment_intent?.id).toBe(first.payment_intent?.id);
  expect(second.headers?.['idempotent-replayed']).toBe('true');
  expect(await failureOf(pay('tok_visa'))).toBeInstanceOf(errors.StripeIdempotencyError);
  expect((await pay('tok_visa', 1999, `order:${orderId}:attempt:2`)).status).toBe('succeeded');
});

test('when a request did not pass validation, then its key is as good as new', async () => {
  expect(await failureOf(pay('tok_nobody'))).toMatchObject({ statusCode: 400 });
  expect(await failureOf(pay('tok_visa', 1))).toMatchObject({ statusCode: 400 });
  expect((await pay()).lastResponse.headers['idempotent-replayed']).toBeUndefined();
});

test('when a key is used while its first request is under way, then it is refused with 409', async () => {
  await emulator.fault({ mode: 'delay', delayMs: 600 });
  const answers = await Promise.allSettled([1, 2, 3, 4, 5].map(() => pay()));
  const refused = answers.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  expect(refused).toHaveLength(4);
  for (const error of refused)
    expect(error).toMatchObject({ statusCode: 409, code: 'idempotency_key_in_use' });
  expect(emulator.intentsOf(orderId)).toHaveLength(1);
});

test('when twenty come with one key at once, then there is one charge, and the rest are told of it or to wait', async () => {
  const answers = await Promise.allSettled(Array.from({ length: 20 }, () => pay()));
  const [intent] = emulator.intentsOf(orderId);
  for (const one of answers)
    if (one.status === 'fulfilled') expect(one.value.id).toBe(intent?.id);
    else expect(one.reason).toMatchObject({ statusCode: 409 });
  expect(emulator.intentsOf(orderId)).toHaveLength(1);
});

test('when twenty keys come at once, then there are twenty charges', async () => {
  const ids = await Promise.all(
    Array.from({ length: 20 }, async (_, n) => (await pay('tok_visa', 1999, `${orderId}:${n}`)).id),
  );
  expect(new Set(ids).size).toBe(20);
});

test('when a key was used for a charge, then it is no key for a refund, a confirmation or a cancellation', async () => {
  const { id } = await pay();
  const unpaid = await emulator.stripe.paymentIntents.create({ amount: 50, currency: 'usd' });
  for (const call of [
    emulator.stripe.refunds.create({ payment_intent: id }, { idempotencyKey }),
    emulator.stripe.paymentIntents.confirm(unpaid.id, by('tok_visa'), { idempotencyKey }),
    emulator.stripe.paymentIntents.cancel(unpaid.id, {}, { idempotencyKey }),
  ]) {
    const error = await failureOf(call);
    expect(error).toBeInstanceOf(errors.StripeIdempotencyError);
    expect(error.message).toContain('same endpoint');
  }
  expect(emulator.store.refundsOf(id)).toEqual([]);
});

test('when a confirmation is asked for again with its key, then it is replayed', async () => {
  const { id } = await emulator.stripe.paymentIntents.create({ amount: 50, currency: 'usd' });
  const confirm = () => emulator.stripe.paymentIntents.confirm(id, by('tok_visa'), { idempotencyKey });
  expect(await confirm()).toEqual(await confirm());
});
