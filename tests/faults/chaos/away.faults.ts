import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@ecommerce/shared/testing';
import { type Answer, Person } from '../../checkout/person.ts';
import { type ServiceName, services } from '../../checkout/stack.ts';
import { checkAtQuiescence, measureRecovery } from '../checker/quiescence.ts';
import { emptyHistory } from '../checker/snapshot.ts';
import { log } from '../log.ts';
import { productForm } from '../workload/product-form.ts';
import { isService } from './cluster.ts';
import { Disk } from './disk.ts';
import { type EmbeddedCluster, startEmbedded } from './embedded.ts';

const disk = makeDisk();
const onDisk = disk ? test : test.skip;
let cluster: EmbeddedCluster;
let seller: Person;
let buyer: Person;
let productId: string;
/** Of each service, before anything was away. */
let processes: Record<string, number | undefined>;

beforeAll(async () => {
  cluster = await startEmbedded({ folders: disk && { orders: disk.path } });
  processes = running();
  [seller, buyer] = [await Person.signUp(cluster), await Person.signUp(cluster)];
  productId = (await seller.sell(1000)).id;
}, 200_000);
afterAll(async () => {
  await cluster.stop(false);
  disk?.remove();
}, 60_000);

/** Whatever was away, the shop is whole again, and no service has ended over it. */
afterEach(async () => {
  await measureRecovery(cluster);
  expect(running()).toEqual(processes);
}, 200_000);

function makeDisk(): Disk | undefined {
  try {
    return new Disk(48);
  } catch (error) {
    log(`Left out, as no disk can be mounted here: a disk that is full or read-only. ${error}`);
    return undefined;
  }
}

const running = () =>
  Object.fromEntries(
    cluster.nodes.filter(({ group }) => isService(group)).map((part) => [part.name, part.pid()]),
  );

/** Cuts all links to a part while the work is done. */
async function without(part: string, work: () => Promise<void>): Promise<void> {
  const links = cluster.links.filter(({ name }) => name.endsWith(` to ${part}`));
  for (const link of links) link.cut();
  try {
    await work();
  } finally {
    for (const link of links) link.heal();
  }
}

/** 503, when to come again, and why, in a sentence for people. */
const away = (message: unknown = expect.stringMatching(/try again/)) => ({
  status: 503,
  body: { errors: [{ message }] },
  retryAfter: expect.any(Number),
});

/** Each of the two replicas answers one. */
const bothAnswer = (ask: () => Promise<Answer>) => Promise.all([ask(), ask()]);
const order = () => buyer.call('POST', '/api/orders', { items: [{ productId, quantity: 1 }] });
const statusOf = (answer: Promise<Answer>) => answer.then(({ status }) => status);

const requests: Record<ServiceName, [working: number, ask: () => Promise<Answer>]> = {
  auth: [
    400,
    () => buyer.call('POST', '/api/users/signin', { email: 'nobody@example.com', password: 'a guess' }),
  ],
  products: [200, () => buyer.call('GET', '/api/products')],
  cart: [200, () => buyer.call('GET', '/api/cart')],
  orders: [200, () => buyer.call('GET', '/api/orders')],
  payments: [404, () => buyer.pay('0123456789abcdef01234567')],
};

test.each(services)(
  'when the database of %s is away, then it says so, and serves again when it is back',
  async (service) => {
    const [working, ask] = requests[service];
    expect(await statusOf(ask())).toBe(working);
    await without(`mongo-${service}`, async () => {
      for (const answer of await bothAnswer(ask)) expect(answer).toEqual(away());
    });
    await eventually(async () => (await bothAnswer(ask)).every(({ status }) => status === working));
  },
);

/** Orders until there is no place left for one, then is told to come again; what is there can still be read and paid. */
onDisk.each([
  ['is full', () => disk?.fill(), () => disk?.empty()],
  ['is read-only', () => disk?.makeReadOnly(), () => disk?.makeWritable()],
])(
  'when the disk of the database of orders %s, then nothing is ordered, and what is paid meanwhile is complete later',
  async (_how, begin, end) => {
    const { id } = await buyer.order(productId);
    await eventually(async () => (await buyer.call('GET', `/api/orders/${id}`)).status === 200);
    await begin();
    try {
      const refused = await eventually(async () => {
        const answer = await order();
        return answer.status !== 201 && answer;
      });
      expect(refused).toEqual(away());
      for (const answer of await bothAnswer(order)) expect(answer).toEqual(away());
      expect(await statusOf(buyer.call('GET', '/api/orders'))).toBe(200);
      expect(await statusOf(buyer.pay(id))).toBe(201);
      // Long enough for the event to be tried in vain.
      await sleep(3000);
      expect(await buyer.statusOf(id)).toBe('Created');
    } finally {
      await end();
    }
    await eventually(async () => (await bothAnswer(order)).every(({ status }) => status === 201));
    await eventually(async () => (await buyer.statusOf(id)) === 'Complete', 120);
  },
);

test('when NATS is away, then orders and payments are taken, and the others hear of them later', async () => {
  let id = '';
  await without('nats', async () => {
    for (const answer of await bothAnswer(order)) expect(answer.status).toBe(201);
    id = (await buyer.order(productId)).id;
    expect(await statusOf(buyer.pay(id))).toBe(201);
    expect(await buyer.statusOf(id)).toBe('Created');
  });
  await eventually(async () => (await buyer.statusOf(id)) === 'Complete', 120);
});

test('when MinIO is away, then a picture is not taken, and a product without one is', async () => {
  const pictured = () =>
    seller.call('POST', '/api/products', productForm({ title: 'A vase', price: 9, quantity: 1 }));
  await without('minio', async () => {
    for (const answer of await bothAnswer(pictured)) expect(answer).toEqual(away());
    await seller.sell(1);
  });
  await eventually(async () => (await bothAnswer(pictured)).every(({ status }) => status === 201));
});

test('when Stripe is away, then it is not known yet whether a payment went through, and the order is settled later', async () => {
  const { id } = await buyer.order(productId);
  await without('stripe-emulator', async () => {
    expect(await buyer.pay(id)).toEqual(away(expect.stringMatching(/not known yet/)));
  });
  await eventually(async () => (await buyer.statusOf(id)) === 'Complete', 120);
});

test('when all of that is over, then nothing is lost and nothing was done twice', async () => {
  expect((await checkAtQuiescence(cluster, emptyHistory())).wrong).toEqual([]);
}, 300_000);
