import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmulatorProcess } from './process.ts';
import { charge, failureOf, newId, sdk } from './sdk.ts';

let folder: string;
let emulator: EmulatorProcess;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stripe-emulator-'));
});
afterEach(async () => {
  await emulator.end('SIGKILL');
  await rm(folder, { recursive: true });
});

const pay = (orderId: string, token = 'tok_visa') =>
  sdk(emulator.port).paymentIntents.create(charge(token, { orderId }), {
    idempotencyKey: `order:${orderId}`,
  });
const chargesOf = async (orderId: string) =>
  (await emulator.ledger()).payment_intents.filter(({ metadata }) => metadata.orderId === orderId);

test('when it is killed amid many charges, then all that were answered are there, and every key charges once', async () => {
  emulator = await EmulatorProcess.start(folder);
  const orders = Array.from({ length: 80 }, newId);
  const answered = new Map<string, string>();
  const waiting = [...orders];
  const payer = async () => {
    for (let orderId = waiting.shift(); orderId; orderId = waiting.shift()) {
      answered.set(orderId, (await pay(orderId)).id);
      if (answered.size === 25) await emulator.end('SIGKILL');
    }
  };
  await Promise.allSettled(Array.from({ length: 8 }, payer));
  expect(answered.size).toBeLessThan(orders.length);

  emulator = await EmulatorProcess.start(folder);
  for (const [orderId, id] of answered) expect(await chargesOf(orderId)).toMatchObject([{ id }]);
  await Promise.all(
    orders.map(async (orderId) => {
      const { id, lastResponse } = await pay(orderId);
      if (!answered.has(orderId)) return;
      expect(id).toBe(answered.get(orderId));
      expect(lastResponse.headers['idempotent-replayed']).toBe('true');
    }),
  );
  const { payment_intents } = await emulator.ledger();
  expect(payment_intents.map(({ metadata }) => metadata.orderId).sort()).toEqual(orders.toSorted());
});

test('when the disk is full, then what was answered is kept, the rest fails, and nothing is charged twice later', async () => {
  emulator = await EmulatorProcess.start(folder, 8);
  const answered: string[] = [];
  const failed: string[] = [];
  while (failed.length < 3) {
    const orderId = newId();
    await pay(orderId).then(
      () => answered.push(orderId),
      (error) => {
        expect(error).toMatchObject({ statusCode: 500 });
        failed.push(orderId);
      },
    );
  }
  for (const orderId of failed) expect(await chargesOf(orderId)).toEqual([]);
  await emulator.end('SIGKILL');

  emulator = await EmulatorProcess.start(folder);
  for (const orderId of answered)
    expect((await pay(orderId)).lastResponse.headers['idempotent-replayed']).toBe('true');
  for (const orderId of failed) expect((await pay(orderId)).status).toBe('succeeded');
  for (const orderId of [...answered, ...failed]) expect(await chargesOf(orderId)).toHaveLength(1);
});

test('when it is stopped while an answer hangs, then it ends well, and a decline and a refund outlive it', async () => {
  emulator = await EmulatorProcess.start(folder);
  const [good, bad, hanging] = [newId(), newId(), newId()];
  const { id } = await pay(good);
  const refund = await sdk(emulator.port).refunds.create({ payment_intent: id }, { idempotencyKey: id });
  await failureOf(pay(bad, 'tok_chargeDeclined'));
  await fetch(`http://127.0.0.1:${emulator.port}/_emulator/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"match":"payment_intents","mode":"charge_then_hang"}',
  });
  const lost = failureOf(pay(hanging));
  while ((await chargesOf(hanging)).length === 0);
  expect(await emulator.end('SIGTERM')).toBe(0);
  expect(await lost).toMatchObject({ type: 'StripeConnectionError' });

  emulator = await EmulatorProcess.start(folder);
  expect((await sdk(emulator.port).refunds.create({ payment_intent: id }, { idempotencyKey: id })).id).toBe(
    refund.id,
  );
  expect(await failureOf(pay(bad, 'tok_chargeDeclined'))).toMatchObject({
    headers: { 'idempotent-replayed': 'true' },
  });
  expect((await pay(hanging)).lastResponse.headers['idempotent-replayed']).toBe('true');
});
