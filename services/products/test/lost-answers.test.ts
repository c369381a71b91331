import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { eventually, refusal } from '@ecommerce/shared/testing';
import { Product } from '../src/product.ts';
import { png } from './pictures.ts';
import { paymentFor, Shop, stateOf, teapot } from './shop.ts';

type Loss = 'command' | 'answer';

/** Stands between the service and its database, and breaks off the connection of the next write that holds a text. */
class Wire {
  private readonly server: Server;
  private armed: { text: string; loss: Loss } | undefined;

  constructor(to: URL) {
    this.server = createServer((client) => {
      let deaf = false;
      const database = connect(Number(to.port), to.hostname);
      client.on('data', (bytes) => {
        const { armed } = this;
        if (armed && /insert|findAndModify/.test(bytes.toString('latin1')) && bytes.includes(armed.text)) {
          this.armed = undefined;
          if (armed.loss === 'command') return void client.destroy();
          deaf = true;
        }
        database.write(bytes);
      });
      database.on('data', (bytes) => (deaf ? client.destroy() : client.write(bytes)));
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
let wire: Wire;
beforeAll(async () => {
  wire = new Wire(new URL(process.env.MONGO_URL ?? ''));
  process.env.MONGO_URL = await wire.open();
  shop = await Shop.open();
});
afterAll(async () => {
  await shop.close();
  wire.close();
});

const isThere = async (url: string | undefined) => (await fetch(url ?? '')).ok;
async function uploadWithout(loss: Loss, id?: string) {
  const title = `Without ${loss} ${Math.random()}`;
  wire.lose(loss, title);
  const form = shop.form({ id, fields: { title } }).attach('image', png, 'a.png');
  expect(refusal(await form)).toEqual({ status: 503, fields: [undefined] });
  const product = await Product.findOne({ title }).lean();
  return { product, picture: shop.images.urls.at(-1) };
}

test('when a new product may have been stored, then its picture stays as long as the product has it', async () => {
  const stored = await uploadWithout('answer');
  expect(stored.picture).toMatch(new RegExp(`/${stored.product?.imageKey}$`));
  const refused = await uploadWithout('command');
  expect(refused.product).toBeNull();
  // Doubts are settled in their order, so the first is settled once the second picture has gone.
  await eventually(async () => !(await isThere(refused.picture)));
  expect(await isThere(stored.picture)).toBe(true);
});

test('when a product may have been changed, then the picture that it has stays, and the other one goes', async () => {
  const { body } = await shop.form().attach('image', png, 'a.png').expect(201);
  const changed = await uploadWithout('answer', body.id);
  expect(changed.picture).toMatch(new RegExp(`/${changed.product?.imageKey}$`));
  const unchanged = await uploadWithout('command', body.id);
  expect(unchanged.product).toBeNull();
  await eventually(async () => !(await isThere(body.imageUrl)) && !(await isThere(unchanged.picture)));
  expect(await isThere(changed.picture)).toBe(true);
});

test.each<[Loss, string]>([
  ['command', 'pay'],
  ['answer', 'pay'],
  ['command', 'refund'],
  ['answer', 'refund'],
])(
  'when the %s of a write on the stock is lost (%s), then the stock is right all the same',
  async (loss, step) => {
    const lines = await shop.lines(10, 10);
    const payment = paymentFor(lines);
    if (step === 'refund') {
      await shop.pay(payment);
      await eventually(async () => (await stateOf(payment)) === 'taken');
    }
    wire.lose(loss, `marks.${payment.id}`);
    await shop[step as 'pay' | 'refund'](payment);
    await eventually(async () => (await stateOf(payment)) === (step === 'pay' ? 'taken' : 'returned'));
    expect(wire.hasLost).toBe(true);
    expect(await shop.quantities(lines)).toEqual(step === 'pay' ? [9, 9] : [10, 10]);
  },
);

test('when the answer to a product of JSON is lost, then the product is there and was told', async () => {
  const title = 'A product of JSON';
  wire.lose('answer', title);
  expect(refusal(await shop.post({ ...teapot, title })).status).toBe(503);
  const product = await Product.findOne({ title }).orFail().lean();
  await eventually(() => shop.told('product:created', String(product._id)).length > 0);
});
