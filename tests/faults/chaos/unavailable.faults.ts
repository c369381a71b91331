import { setTimeout as sleep } from 'node:timers/promises';
import type { ErrorCode } from '@ecommerce/contracts/error-codes';
import { type Answer, answerOf, eventually, must, type Person, signUp } from '@ecommerce/test-kit';
import type { ServiceName } from '../../../tools/services/services.mjs';
import { checkAtQuiescence, measureRecovery } from '../checker/quiescence.ts';
import { log } from '../log.ts';
import { withImage } from '../workload/product-image.ts';
import { isService, withoutNode } from './cluster.ts';
import { mountDisk } from './disk.ts';
import { useCluster } from './harness.ts';

const disk = tryToMountDisk();
const testWithDisk = disk ? test : test.skip;
const { cluster } = useCluster({ dataDirs: disk && { orders: disk.path } });
afterAll(() => disk?.remove());

let seller: Person;
let buyer: Person;
let productId: string;
/** The process ids of all instances before the first fault. */
let initialPids: ReturnType<typeof pids>;

beforeAll(async () => {
  initialPids = pids();
  ({ seller, buyer } = await signUp(cluster(), 'seller', 'buyer'));
  productId = (await seller.sell(1000)).id;
});

afterEach(async () => {
  await measureRecovery(cluster());
  expect(pids()).toEqual(initialPids);
}, 200_000);

function tryToMountDisk() {
  try {
    return mountDisk(48);
  } catch (error) {
    log(`Skipping the tests of a full or read-only disk, because no disk can be mounted: ${error}`);
    return undefined;
  }
}

const pids = () =>
  Object.fromEntries(
    cluster()
      .nodes.filter(({ group }) => isService(group))
      .map((node) => [node.name, node.pid()]),
  );

const unavailable = (code: ErrorCode = 'unavailable') => ({
  status: 503,
  body: { errors: [{ code, message: expect.stringMatching(/try again/i) }] },
  retryAfter: expect.any(Number),
});

/** Sends a request to both instances of a service. */
const fromBoth = (send: () => Promise<Answer>) => Promise.all([send(), send()]);
const untilBothAnswer = (status: number, send: () => Promise<Answer>) =>
  eventually(async () => (await fromBoth(send)).every((answer) => answer.status === status));
const order = () =>
  answerOf(buyer.api.POST('/api/orders', { body: { items: [{ productId, quantity: 1 }] } }));
const listOrders = () => answerOf(buyer.api.GET('/api/orders'));

/** A request that needs the database of a service, and its status while the database is available. */
const requests: Partial<Record<ServiceName, [status: number, send: () => Promise<Answer>]>> = {
  auth: [
    400,
    () =>
      answerOf(
        buyer.api.POST('/api/users/signin', { body: { email: 'nobody@example.com', password: 'a guess' } }),
      ),
  ],
  products: [
    200,
    () => answerOf(buyer.api.GET('/api/products/{id}', { params: { path: { id: productId } } })),
  ],
  cart: [200, () => answerOf(buyer.api.GET('/api/cart'))],
  orders: [200, listOrders],
  payments: [404, () => answerOf(buyer.pay('0123456789abcdef01234567'))],
};

test.each(Object.entries(requests))(
  '%s answers 503 without its database, and recovers',
  async (service, [status, send]) => {
    expect((await send()).status).toBe(status);
    await withoutNode(cluster(), `mongo-${service}`, async () => {
      for (const answer of await fromBoth(send)) expect(answer).toEqual(unavailable());
    });
    await untilBothAnswer(status, send);
  },
);

testWithDisk.each([
  ['is full', () => disk?.fill(), () => disk?.empty()],
  ['is read-only', () => disk?.makeReadOnly(), () => disk?.makeWritable()],
])('orders can be read and paid but not placed while the disk %s', async (_state, begin, end) => {
  const { id } = await buyer.order(productId);
  await eventually(() => must(200, buyer.readOrder(id)));
  await begin();
  try {
    const rejected = await eventually(async () => {
      const answer = await order();
      return answer.status !== 201 && answer;
    });
    expect(rejected).toEqual(unavailable());
    for (const answer of await fromBoth(order)) expect(answer).toEqual(unavailable());
    expect((await listOrders()).status).toBe(200);
    await must(201, buyer.pay(id));
    // Long enough for the event to be delivered and its listener to fail.
    await sleep(3000);
    expect(await buyer.statusOf(id)).toBe('Created');
  } finally {
    await end();
  }
  await untilBothAnswer(201, order);
  await buyer.untilStatus(id, 'Complete', 120);
});

test('without NATS, orders can be placed and paid, and complete later', async () => {
  const id = await withoutNode(cluster(), 'nats', async () => {
    for (const answer of await fromBoth(order)) expect(answer.status).toBe(201);
    const { id } = await buyer.order(productId);
    await must(201, buyer.pay(id));
    expect(await buyer.statusOf(id)).toBe('Created');
    return id;
  });
  await buyer.untilStatus(id, 'Complete', 120);
});

test('without NATS, only the instance that stored a product lists it', async () => {
  const vase = { title: 'An unheard-of vase', price: 9, quantity: 1 };
  const search = () =>
    answerOf(buyer.api.GET('/api/products', { params: { query: { search: 'unheard-of' } } }));
  const instances = async () => (await fromBoth(search)).filter(({ body }) => body.length === 1).length;
  await withoutNode(cluster(), 'nats', async () => {
    await must(201, seller.api.POST('/api/products', { body: vase }));
    expect(await instances()).toBe(1);
  });
  await eventually(async () => (await instances()) === 2);
});

test('without NATS, only the instance that removed a product stops listing it', async () => {
  const cup = { title: 'An unwanted cup', price: 9, quantity: 1 };
  const { id } = await must(201, seller.api.POST('/api/products', { body: cup }));
  const search = () =>
    answerOf(buyer.api.GET('/api/products', { params: { query: { search: 'unwanted' } } }));
  const read = () => answerOf(buyer.api.GET('/api/products/{id}', { params: { path: { id } } }));
  const instances = async () => (await fromBoth(search)).filter(({ body }) => body.length === 1).length;
  await eventually(async () => (await instances()) === 2);
  await withoutNode(cluster(), 'nats', async () => {
    await must(200, seller.removeProduct(id));
    for (const answer of await fromBoth(read)) expect(answer.status).toBe(404);
    expect(await instances()).toBe(1);
  });
  await eventually(async () => (await instances()) === 0);
});

test('without MinIO, only products without an image can be created', async () => {
  const sellWithImage = () =>
    answerOf(seller.api.POST('/api/products', withImage({ title: 'A vase', price: 9, quantity: 1 })));
  await withoutNode(cluster(), 'minio', async () => {
    for (const answer of await fromBoth(sellWithImage)) expect(answer).toEqual(unavailable());
    await seller.sell(1);
  });
  await untilBothAnswer(201, sellWithImage);
});

test('without Stripe, a payment is indeterminate and its order completes later', async () => {
  const { id } = await buyer.order(productId);
  await withoutNode(cluster(), 'stripe-emulator', async () => {
    expect(await answerOf(buyer.pay(id))).toEqual(unavailable('payment_indeterminate'));
  });
  await buyer.untilStatus(id, 'Complete', 120);
});

test('all invariants hold after these faults', async () => {
  expect((await checkAtQuiescence(cluster())).violations).toEqual([]);
}, 300_000);
