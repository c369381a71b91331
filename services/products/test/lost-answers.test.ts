import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { eventually, rejection } from '@ecommerce/test-kit';
import { png } from './image-files.ts';
import { paymentFor, Shop, teapot } from './shop.ts';

type Loss = 'command' | 'answer';

/** Proxy to the database that breaks the connection of the next write with a given text. */
class LossyProxy {
  private readonly server: Server;
  private armed: { text: string; loss: Loss } | undefined;

  constructor(to: URL) {
    this.server = createServer((client) => {
      let dropsAnswers = false;
      const database = connect(Number(to.port), to.hostname);
      client.on('data', (bytes) => {
        const { armed } = this;
        if (armed && /insert|findAndModify/.test(bytes.toString('latin1')) && bytes.includes(armed.text)) {
          this.armed = undefined;
          if (armed.loss === 'command') return void client.destroy();
          dropsAnswers = true;
        }
        database.write(bytes);
      });
      database.on('data', (bytes) => (dropsAnswers ? client.destroy() : client.write(bytes)));
      for (const [one, other] of [
        [client, database],
        [database, client],
      ] as const)
        one.on('close', () => other.destroy()).on('error', () => {});
    });
  }

  async open(): Promise<string> {
    await once(this.server.listen(0, '127.0.0.1'), 'listening');
    return `mongodb://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.close();
  }

  lose(loss: Loss, text: string): void {
    this.armed = { loss, text };
  }

  get hasLost(): boolean {
    return this.armed === undefined;
  }
}

let shop: Shop;
let proxy: LossyProxy;
beforeAll(async () => {
  proxy = new LossyProxy(new URL(process.env.MONGO_URL ?? ''));
  process.env.MONGO_URL = await proxy.open();
  shop = await Shop.open();
});
afterAll(async () => {
  await shop.close();
  proxy.close();
});

const isStored = async (url: string | undefined) => (await fetch(url ?? '')).ok;
async function uploadWithout(loss: Loss, id?: string) {
  const title = `Without ${loss} ${Math.random()}`;
  proxy.lose(loss, title);
  const form = shop.form({ id, fields: { title } }).attach('image', png, 'a.png');
  expect(rejection(await form)).toEqual({ status: 503, fields: [undefined] });
  const product = await shop.products.model.findOne({ title }).lean();
  return { product, image: (await shop.storedImages()).at(-1) };
}

describe('a database connection that breaks during a write', () => {
  it('keeps the image of a new product exactly when the product is stored', async () => {
    const stored = await uploadWithout('answer');
    expect(stored.image).toMatch(new RegExp(`/${stored.product?.imageKey}$`));
    const rejected = await uploadWithout('command');
    expect(rejected.product).toBeNull();
    // Candidates are checked in order: once the second image is removed, the first has been checked.
    await eventually(async () => !(await isStored(rejected.image)));
    expect(await isStored(stored.image)).toBe(true);
  });

  it('keeps the image of a changed product and removes the other one', async () => {
    const { body } = await shop.form().attach('image', png, 'a.png').expect(201);
    const changed = await uploadWithout('answer', body.id);
    expect(changed.image).toMatch(new RegExp(`/${changed.product?.imageKey}$`));
    const unchanged = await uploadWithout('command', body.id);
    expect(unchanged.product).toBeNull();
    await eventually(async () => !(await isStored(body.imageUrl)) && !(await isStored(unchanged.image)));
    expect(await isStored(changed.image)).toBe(true);
  });

  it.each<[Loss, string]>([
    ['command', 'pay'],
    ['answer', 'pay'],
    ['command', 'refund'],
    ['answer', 'refund'],
  ])('leaves the stock correct (%s lost, %s)', async (loss, step) => {
    const lines = await shop.lines(10, 10);
    const payment = paymentFor(lines);
    if (step === 'refund') {
      await shop.pay(payment);
      await eventually(async () => (await shop.stateOf(payment)) === 'allocated');
    }
    proxy.lose(loss, `marks.${payment.id}`);
    await shop[step as 'pay' | 'refund'](payment);
    await eventually(
      async () => (await shop.stateOf(payment)) === (step === 'pay' ? 'allocated' : 'released'),
    );
    expect(proxy.hasLost).toBe(true);
    expect(await shop.quantities(lines)).toEqual(step === 'pay' ? [9, 9] : [10, 10]);
  });

  it('lists and publishes a product that was stored without an answer', async () => {
    const title = 'A product of JSON';
    proxy.lose('answer', title);
    expect(rejection(await shop.post({ ...teapot, title })).status).toBe(503);
    const product = await shop.products.model.findOne({ title }).orFail().lean();
    await eventually(async () => (await shop.get(`?search=${title}`)).body.length === 1);
    await eventually(() => shop.published('product:created', String(product._id)).length > 0);
  });
});
