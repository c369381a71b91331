import { setTimeout as sleep } from 'node:timers/promises';
import { Emulator } from './emulator.ts';
import { charge, errors, failureOf, newId, sdk } from './sdk.ts';

let emulator: Emulator;
let orderId: string;
beforeEach(async () => {
  emulator = await Emulator.open();
  orderId = newId();
});
afterEach(() => emulator.close());

const pay = (timeout = 10_000) =>
  emulator.stripe.paymentIntents.create(charge('tok_visa', { orderId }), {
    idempotencyKey: orderId,
    timeout,
  });
const charged = () => emulator.intentsOf(orderId).filter(({ status }) => status === 'succeeded').length;
// The SDK repeats once by itself where a connection was closed.
const dropped = 2;

test('delay: when the caller gives up waiting, then the charge is made all the same, and the key tells it', async () => {
  await emulator.fault({ mode: 'delay', delayMs: 300 });
  expect(await failureOf(pay(50))).toBeInstanceOf(errors.StripeConnectionError);
  while (charged() === 0) await sleep(20);
  expect((await pay()).lastResponse.headers['idempotent-replayed']).toBe('true');
  expect(charged()).toBe(1);
});

test('drop_before: when the connection breaks before anything was done, then the key charges later', async () => {
  await emulator.fault({ mode: 'drop_before', count: dropped });
  expect(await failureOf(pay())).toBeInstanceOf(errors.StripeConnectionError);
  expect(charged()).toBe(0);
  expect((await pay()).lastResponse.headers['idempotent-replayed']).toBeUndefined();
  expect(charged()).toBe(1);
});

test('charge_then_drop: when the connection breaks after the charge, then the key replays it', async () => {
  await emulator.fault({ mode: 'charge_then_drop', count: dropped });
  expect(await failureOf(pay())).toBeInstanceOf(errors.StripeConnectionError);
  expect(charged()).toBe(1);
  expect((await pay()).lastResponse.headers['idempotent-replayed']).toBe('true');
  expect(charged()).toBe(1);
});

test('charge_then_hang: when the answer never comes, then the key replays it', async () => {
  await emulator.fault({ mode: 'charge_then_hang' });
  expect(await failureOf(pay(1000))).toBeInstanceOf(errors.StripeConnectionError);
  expect(charged()).toBe(1);
  expect((await pay()).lastResponse.headers['idempotent-replayed']).toBe('true');
  expect(charged()).toBe(1);
});

test('error_429: when there are too many requests, then nothing is charged or stored, and the key charges later', async () => {
  await emulator.fault({ mode: 'error_429' });
  expect(await failureOf(pay())).toBeInstanceOf(errors.StripeRateLimitError);
  expect(charged()).toBe(0);
  expect((await pay()).lastResponse.headers['idempotent-replayed']).toBeUndefined();
  expect(charged()).toBe(1);
});

test.each([
  ['error_500', 0],
  ['error_500_after', 1],
] as const)(
  '%s: when the error is stored, then the key replays it for ever and %i was charged',
  async (mode, times) => {
    await emulator.fault({ mode });
    expect(await failureOf(pay())).toMatchObject({ statusCode: 500, type: 'StripeAPIError' });
    expect(charged()).toBe(times);
    const again = await failureOf(pay());
    expect(again).toMatchObject({ statusCode: 500, headers: { 'idempotent-replayed': 'true' } });
    expect(charged()).toBe(times);
  },
);

test.each([
  ['error_500', 0],
  ['error_500_after', 1],
] as const)('%s: when the request has no key, then it fails as well', async (mode, times) => {
  await emulator.fault({ mode });
  const body = `amount=50&currency=usd&confirm=true&metadata[orderId]=${orderId}&payment_method_data[type]=card&payment_method_data[card][token]=tok_visa`;
  expect((await emulator.post('/v1/payment_intents', body)).status).toBe(500);
  expect(charged()).toBe(times);
});

test('when a fault is for refunds, then charges are spared, and the refund is struck', async () => {
  await emulator.fault({ match: 'refunds', mode: 'error_500_after' });
  const { id } = await pay();
  expect(await failureOf(emulator.stripe.refunds.create({ payment_intent: id }))).toMatchObject({
    statusCode: 500,
  });
  expect(emulator.store.refundsOf(id)).toHaveLength(1);
});

test('when a fault strikes twice, then it waits until it has, and what is read is spared', async () => {
  await emulator.fault({ mode: 'error_500', count: 2 });
  expect((await emulator.stripe.paymentIntents.list()).data).toEqual([]);
  const create = () => emulator.stripe.paymentIntents.create(charge());
  expect(await failureOf(create())).toMatchObject({ statusCode: 500 });
  const waiting = async () => (await emulator.raw('/_emulator/faults')).json();
  expect(await waiting()).toMatchObject([{ mode: 'error_500', count: 1 }]);
  expect(await failureOf(create())).toMatchObject({ statusCode: 500 });
  expect(await waiting()).toEqual([]);
  expect((await create()).status).toBe('succeeded');
});

test('when faults are cleared, then none strikes', async () => {
  await emulator.fault({ mode: 'error_500', count: 5 });
  await emulator.raw('/_emulator/faults', { method: 'DELETE' });
  expect((await pay()).status).toBe('succeeded');
});

test.each([
  ['broken JSON', '{"mode":'],
  ['nothing', ''],
  ['null', 'null'],
  ['an unknown mode', '{"match":"refunds","mode":"explode"}'],
  ['no match', '{"mode":"delay"}'],
  ['a count of nothing', '{"match":"refunds","mode":"delay","count":0}'],
  ['an unknown field', '{"match":"refunds","mode":"delay","when":"now"}'],
])('when a fault is asked for with %s, then the answer is 400 and none waits', async (_name, body) => {
  const answer = await emulator.post('/_emulator/faults', body, 'application/json');
  expect(answer.status).toBe(400);
  expect(await answer.text()).not.toMatch(/node_modules|\.[tj]s:\d/);
  expect(await (await emulator.raw('/_emulator/faults')).json()).toEqual([]);
});

test('when the answer was lost, then a client made anew learns of it by the same key', async () => {
  await emulator.fault({ mode: 'charge_then_drop', count: dropped });
  await failureOf(pay());
  const anew = sdk(emulator.port);
  await anew.paymentIntents.create(charge('tok_visa', { orderId }), { idempotencyKey: orderId });
  expect(charged()).toBe(1);
});
