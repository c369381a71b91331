import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Store } from '../src/store.ts';
import { Emulator } from './emulator.ts';
import { by, charge, newId } from './sdk.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stripe-emulator-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** What `work` leaves on disk. */
async function journalOf(work: (emulator: Emulator) => Promise<unknown>): Promise<Buffer> {
  const emulator = await Emulator.open();
  await work(emulator);
  const journal = await readFile(join(emulator.folder, 'journal.jsonl'));
  await emulator.close();
  return journal;
}

/** The emulator as it starts after a crash that left this much of its journal. */
async function after(journal: Buffer): Promise<Emulator> {
  const place = join(folder, newId());
  await mkdir(place);
  await writeFile(join(place, 'journal.jsonl'), journal);
  return Emulator.on(place);
}

const pay = (emulator: Emulator, orderId: string) =>
  emulator.stripe.paymentIntents.create(charge('tok_visa', { orderId }), {
    idempotencyKey: encodeURI(orderId),
  });
const refund = (emulator: Emulator, payment_intent: string) =>
  emulator.stripe.refunds.create({ payment_intent }, { idempotencyKey: `refund of ${payment_intent}` });

test('when a crash cut the journal anywhere, then each key still charges and refunds once', async () => {
  const orderId = newId();
  const whole = await journalOf(async (emulator) => refund(emulator, (await pay(emulator, orderId)).id));
  const lineEnds = [...whole.entries()].flatMap(([at, byte]) => (byte === 10 ? [at, at + 1] : []));
  for (const length of new Set([
    0,
    1,
    ...lineEnds,
    ...Array.from({ length: 12 }, (_, n) => Math.floor((whole.length * n) / 12)),
  ])) {
    const emulator = await after(whole.subarray(0, length));
    const { id } = await pay(emulator, orderId);
    await refund(emulator, id);
    expect(emulator.intentsOf(orderId)).toMatchObject([{ id, status: 'succeeded' }]);
    expect(emulator.store.refundsOf(id)).toMatchObject([{ amount: 1999 }]);
    await emulator.close();
  }
});

test('when the last line is torn, then it is dropped, and what is written after it is kept', async () => {
  const orders = [newId(), newId(), newId()] as const;
  const whole = await journalOf(async (emulator) => {
    for (const orderId of orders.slice(0, 2)) await pay(emulator, orderId);
  });
  const torn = await after(whole.subarray(0, -20));
  expect(torn.intentsOf(orders[0])).toHaveLength(1);
  expect(torn.intentsOf(orders[1])).toEqual([]);
  await pay(torn, orders[2]);

  const again = await after(await readFile(join(torn.folder, 'journal.jsonl')));
  expect(orders.map((orderId) => again.intentsOf(orderId).length)).toEqual([1, 0, 1]);
  await Promise.all([torn.close(), again.close()]);
});

test('when a torn line ends within a character, then the lines before it are whole', async () => {
  const orderId = 'Bestellung für Zoë 🛒';
  const whole = await journalOf((emulator) => pay(emulator, orderId));
  const emulator = await after(Buffer.concat([whole, Buffer.from('{"intent":"🛒').subarray(0, -2)]));
  expect(emulator.intentsOf(orderId)).toHaveLength(1);
  await emulator.close();
});

test('when it starts anew, then a card that was only given can still be charged', async () => {
  let id = '';
  const journal = await journalOf(async ({ stripe }) => {
    ({ id } = await stripe.paymentIntents.create({ amount: 50, currency: 'usd', ...by('tok_visa') }));
  });
  const emulator = await after(journal);
  expect((await emulator.stripe.paymentIntents.confirm(id)).status).toBe('succeeded');
  await emulator.close();
});

test('when there is no folder yet, then it is made', () => {
  const store = new Store(join(folder, 'a/b'));
  expect(store.intents.size).toBe(0);
  store.close();
});

test('when the journal is of an earlier version, with one entry a line, then it is understood', async () => {
  const orderId = newId();
  const whole = await journalOf((emulator) => pay(emulator, orderId));
  const [entry] = JSON.parse(whole.toString());
  const emulator = await after(Buffer.from(`${JSON.stringify(entry)}\n`));
  expect(emulator.intentsOf(orderId)).toHaveLength(1);
  await emulator.close();
});
