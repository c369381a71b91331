import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { eventually, rejection } from '@ecommerce/test-kit';
import { png } from './image-files.ts';
import { paymentFor, Shop, teapot } from './shop.ts';

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
  expect(rejection(await form)).toEqual({ status: 503, fields: [undefined] });
  const product = await shop.products.model.findOne({ title }).lean();
  return { product, image: (await shop.storedImages()).at(-1) };
}

test('when a new product may have been stored, then its image stays as long as the product has it', async () => {
  const stored = await uploadWithout('answer');
  expect(stored.image).toMatch(new RegExp(`/${stored.product?.imageKey}$`));
  const refused = await uploadWithout('command');
  expect(refused.product).toBeNull();
  // Candidates are checked in their order, so the first has been once the second image is gone.
  await eventually(async () => !(await isThere(refused.image)));
  expect(await isThere(stored.image)).toBe(true);
});

test('when a product may have been changed, then the image that it has stays, and the other one goes', async () => {
  const { body } = await shop.form().attach('image', png, 'a.png').expect(201);
  const changed = await uploadWithout('answer', body.id);
  expect(changed.image).toMatch(new RegExp(`/${changed.product?.imageKey}$`));
  const unchanged = await uploadWithout('command', body.id);
  expect(unchanged.product).toBeNull();
  await eventually(async () => !(await isThere(body.imageUrl)) && !(await isThere(unchanged.image)));
  expect(await isThere(changed.image)).toBe(true);
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
      await eventually(async () => (await shop.stateOf(payment)) === 'allocated');
    }
    wire.lose(loss, `marks.${payment.id}`);
    await shop[step as 'pay' | 'refund'](payment);
    await eventually(
      async () => (await shop.stateOf(payment)) === (step === 'pay' ? 'allocated' : 'released'),
    );
    expect(wire.hasLost).toBe(true);
    expect(await shop.quantities(lines)).toEqual(step === 'pay' ? [9, 9] : [10, 10]);
  },
);

test('when the answer to a product of JSON is lost, then the product is listed and published', async () => {
  const title = 'A product of JSON';
  wire.lose('answer', title);
  expect(rejection(await shop.post({ ...teapot, title })).status).toBe(503);
  const product = await shop.products.model.findOne({ title }).orFail().lean();
  await eventually(async () => (await shop.get(`?search=${title}`)).body.length === 1);
  await eventually(() => shop.published('product:created', String(product._id)).length > 0);
});
