import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Store } from '../src/store.ts';
import { Emulator, newFolder } from './emulator.ts';
import { newId, pay, refund } from './sdk.ts';

const folder = await newFolder();
afterAll(() => rm(folder, { recursive: true }));

/** Returns the journal on disk after `work`. */
async function journalOf(work: (emulator: Emulator) => Promise<unknown>): Promise<Buffer> {
  const emulator = await Emulator.open();
  await work(emulator);
  const journal = await readFile(join(emulator.folder, 'journal.jsonl'));
  await emulator.close();
  return journal;
}

/** Starts an emulator with this journal. */
async function startOn(journal: Buffer): Promise<Emulator> {
  const dataDir = join(folder, newId());
  await mkdir(dataDir);
  await writeFile(join(dataDir, 'journal.jsonl'), journal);
  return Emulator.open(dataDir);
}

describe('the journal', () => {
  it('charges and refunds once per key after a crash at any position', async () => {
    const orderId = newId();
    const whole = await journalOf(async ({ stripe }) => refund(stripe, (await pay(stripe, orderId)).id));
    const lineEnds = [...whole.entries()].flatMap(([at, byte]) => (byte === 10 ? [at, at + 1] : []));
    for (const length of new Set([
      0,
      1,
      ...lineEnds,
      ...Array.from({ length: 12 }, (_, n) => Math.floor((whole.length * n) / 12)),
    ])) {
      const emulator = await startOn(whole.subarray(0, length));
      const { id } = await pay(emulator.stripe, orderId);
      await refund(emulator.stripe, id);
      expect(emulator.intentsOf(orderId)).toMatchObject([{ id, status: 'succeeded' }]);
      expect(emulator.store.refundsOf(id)).toMatchObject([{ amount: 1999 }]);
      await emulator.close();
    }
  });

  it('drops an incomplete last line and keeps the lines written after it', async () => {
    const orders = [newId(), newId(), newId()] as const;
    const whole = await journalOf(async ({ stripe }) => {
      for (const orderId of orders.slice(0, 2)) await pay(stripe, orderId);
    });
    const torn = await startOn(whole.subarray(0, -20));
    expect(torn.intentsOf(orders[0])).toHaveLength(1);
    expect(torn.intentsOf(orders[1])).toEqual([]);
    await pay(torn.stripe, orders[2]);

    const again = await startOn(await readFile(join(torn.folder, 'journal.jsonl')));
    expect(orders.map((orderId) => again.intentsOf(orderId).length)).toEqual([1, 0, 1]);
    await Promise.all([torn.close(), again.close()]);
  });

  it('keeps the lines before one that ends within a character', async () => {
    const orderId = 'Bestellung für Zoë 🛒';
    const whole = await journalOf(({ stripe }) => pay(stripe, orderId));
    const emulator = await startOn(Buffer.concat([whole, Buffer.from('{"intent":"🛒').subarray(0, -2)]));
    expect(emulator.intentsOf(orderId)).toHaveLength(1);
    await emulator.close();
  });

  it('creates its folder', () => {
    const store = new Store(join(folder, 'a/b'));
    expect(store.intents.size).toBe(0);
    store.close();
  });

  it('reads the journal of earlier versions: one entry per line, with cards', async () => {
    const orderId = newId();
    const whole = await journalOf(({ stripe }) => pay(stripe, orderId));
    const entries = [{ card: { id: 'pm_1', token: 'tok_visa' } }, JSON.parse(whole.toString())[0]];
    const emulator = await startOn(
      Buffer.from(entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')),
    );
    expect(emulator.intentsOf(orderId)).toHaveLength(1);
    await emulator.close();
  });
});
