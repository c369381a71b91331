import { rm } from 'node:fs/promises';
import { newFolder } from './emulator.ts';
import { EmulatorProcess } from './process.ts';
import { failureOf, newId, pay, refund, wasReplayed } from './sdk.ts';

let folder: string;
let emulator: EmulatorProcess;
beforeEach(async () => {
  folder = await newFolder();
});
afterEach(async () => {
  await emulator.end('SIGKILL');
  await rm(folder, { recursive: true });
});

describe('the emulator', () => {
  it('keeps acknowledged charges after a kill and charges each key once', async () => {
    emulator = await EmulatorProcess.start(folder);
    const orders = Array.from({ length: 80 }, newId);
    const answered = new Map<string, string>();
    const waiting = [...orders];
    const payer = async () => {
      for (let orderId = waiting.shift(); orderId; orderId = waiting.shift()) {
        answered.set(orderId, (await pay(emulator.stripe, orderId)).id);
        if (answered.size === 25) await emulator.end('SIGKILL');
      }
    };
    await Promise.allSettled(Array.from({ length: 8 }, payer));
    expect(answered.size).toBeLessThan(orders.length);

    emulator = await EmulatorProcess.start(folder);
    for (const [orderId, id] of answered) expect(await emulator.intentsOf(orderId)).toMatchObject([{ id }]);
    await Promise.all(
      orders.map(async (orderId) => {
        const intent = await pay(emulator.stripe, orderId);
        if (!answered.has(orderId)) return;
        expect(intent.id).toBe(answered.get(orderId));
        expect(wasReplayed(intent)).toBe(true);
      }),
    );
    const charged = (await emulator.intents()).map(({ metadata }) => metadata.orderId);
    expect(charged.sort()).toEqual(orders.toSorted());
  });

  it('keeps acknowledged charges on a full disk and charges the others once later', async () => {
    emulator = await EmulatorProcess.start(folder, 8);
    const answered: string[] = [];
    const failed: string[] = [];
    while (failed.length < 3) {
      const orderId = newId();
      await pay(emulator.stripe, orderId).then(
        () => answered.push(orderId),
        (error) => {
          expect(error).toMatchObject({ statusCode: 500 });
          failed.push(orderId);
        },
      );
    }
    for (const orderId of failed) expect(await emulator.intentsOf(orderId)).toEqual([]);
    await emulator.end('SIGKILL');

    emulator = await EmulatorProcess.start(folder);
    for (const orderId of answered) expect(wasReplayed(await pay(emulator.stripe, orderId))).toBe(true);
    for (const orderId of failed) expect((await pay(emulator.stripe, orderId)).status).toBe('succeeded');
    for (const orderId of [...answered, ...failed]) expect(await emulator.intentsOf(orderId)).toHaveLength(1);
  });

  it('exits with 0 despite a hanging response and keeps all outcomes', async () => {
    emulator = await EmulatorProcess.start(folder);
    const [good, bad, hanging] = [newId(), newId(), newId()];
    const declined = { token: 'tok_chargeDeclined' };
    const { id } = await pay(emulator.stripe, good);
    const refunded = await refund(emulator.stripe, id);
    await failureOf(pay(emulator.stripe, bad, declined));
    await fetch(`${emulator.url}/_emulator/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"match":"payment_intents","mode":"charge_then_hang"}',
    });
    const lost = failureOf(pay(emulator.stripe, hanging));
    while ((await emulator.intentsOf(hanging)).length === 0);
    expect(await emulator.end('SIGTERM')).toBe(0);
    expect(await lost).toMatchObject({ type: 'StripeConnectionError' });

    emulator = await EmulatorProcess.start(folder);
    expect((await refund(emulator.stripe, id)).id).toBe(refunded.id);
    expect(wasReplayed(await failureOf(pay(emulator.stripe, bad, declined)))).toBe(true);
    expect(wasReplayed(await pay(emulator.stripe, hanging))).toBe(true);
  });
});
