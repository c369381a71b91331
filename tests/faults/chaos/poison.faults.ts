import { MAX_DELIVERIES, type DeadLetter as StoredDeadLetter } from '@ecommerce/service-kit/messaging';
import { eventually, signUp } from '@ecommerce/test-kit';
import { type Document, type Filter, ObjectId } from 'mongodb';
import { withBus } from '../../../tools/nats-test/src/bus.ts';
import { Shell } from '../../../tools/nats-test/test/shell.ts';
import { type ServiceName, serviceNames, variableOf } from '../../../tools/services/services.mjs';
import { queueGroups } from '../checker/nats-channels.ts';
import { checkAtQuiescence, measureRecovery } from '../checker/quiescence.ts';
import { log } from '../log.ts';
import { useCluster } from './harness.ts';

/** More messages than one instance handles concurrently. */
const MANY = 50;

// Redelivers a failing event after two seconds instead of ten.
const { cluster } = useCluster({ env: { ACK_WAIT_MS: '2000' } });
let shell: Shell;
beforeAll(() => {
  shell = new Shell({
    NATS_URL: cluster().natsUrl,
    CHANNEL_PREFIX: cluster().channelPrefix,
    ...Object.fromEntries(
      serviceNames.map((name) => [`MONGO_URL_${variableOf(name)}`, cluster().databaseUrl(name)]),
    ),
  });
});

type DeadLetter = StoredDeadLetter & { id: string; service: string };

/** The dead letters that contain `text`, as `nats-test dlq list` prints them. */
async function deadLetters(text: string): Promise<DeadLetter[]> {
  const { code, out } = await shell.run('dlq', 'list');
  expect(code).toBe(0);
  return out.map((line): DeadLetter => JSON.parse(line)).filter((message) => message.text.includes(text));
}

/** Waits until exactly `count` dead letters contain `text`. */
const untilDeadLetters = (text: string, count: number): Promise<DeadLetter[]> =>
  eventually(async () => {
    const found = await deadLetters(text);
    if (found.length !== count) throw new Error(`${found.length} dead letters, not ${count}`);
    return found;
  }, 120);

const untilStored = (service: ServiceName, collection: string, filter: Filter<Document>) =>
  eventually(async () => (await cluster().database(service).collection(collection).findOne(filter)) ?? false);

/** Places an order, deletes its document (as if an old backup had been restored), and pays it. */
async function payLostOrder(token: string) {
  const orders = cluster().database('orders').collection('orders');
  const { seller, buyer } = await signUp(cluster(), 'seller', 'buyer');
  const { id: productId } = await seller.sell(5);
  const { id } = await buyer.order(productId);
  const _id = new ObjectId(id);
  await untilStored('payments', 'orderpayments', { _id, 'order.userId': buyer.id });
  const order = await untilStored('orders', 'orders', { _id, 'outbox.eventId': { $exists: false } });
  await orders.deleteOne({ _id });
  const { response } = await buyer.pay(id, token);
  return {
    id,
    buyer,
    productId,
    status: response.status,
    restore: () => orders.insertOne(order as Document),
  };
}

test.each([
  ['payment:created', 'tok_visa', 201, 'Complete', 4],
  ['payment:declined', 'tok_chargeDeclined', 402, 'AwaitingPayment', 5],
] as const)(
  '%s of a lost order becomes a dead letter that can be replayed',
  async (subject, token, paymentStatus, status, stock) => {
    const { id, buyer, productId, ...order } = await payLostOrder(token);
    expect(order.status).toBe(paymentStatus);
    const seconds = await measureRecovery(cluster());
    const count = (await deadLetters(id)).length;
    log(
      `A purchase beside a failing ${subject} took ${seconds.toFixed(1)} s; ${count} dead letters at its end`,
    );

    const [message] = await untilDeadLetters(id, 1);
    expect(message).toMatchObject({ service: 'orders', subject, deliveries: MAX_DELIVERIES });
    expect(message?.error).toContain(`order ${id} does not exist`);

    await order.restore();
    expect(await shell.run('dlq', 'replay', String(message?.id))).toMatchObject({
      code: 0,
      out: [message?.id],
    });
    await buyer.untilStatus(id, status);
    await buyer.untilStock(productId, stock);
    expect(await deadLetters(id)).toEqual([]);
  },
);

test('invalid messages become dead letters immediately and are not replayed', async () => {
  const poison = Array.from({ length: MANY }, (_, n) => (n % 2 ? `poison ${n}` : `{"id":"poison ${n}"}`));
  await withBus(shell.env, (bus) => Promise.all(poison.map((text) => bus.publish('payment:created', text))));
  const seconds = await measureRecovery(cluster());
  log(`A purchase beside ${MANY} invalid messages took ${seconds.toFixed(1)} s`);

  const consumers = await queueGroups(cluster(), 'payment:created');
  const messages = await untilDeadLetters('poison', MANY * consumers.length);
  expect(new Set(messages.map(({ deliveries }) => deliveries))).toEqual(new Set([1]));
  expect([...new Set(messages.map(({ service }) => service))].sort()).toEqual(consumers);
  const { code, err } = await shell.run('dlq', 'replay', '--all');
  expect({ code, rejected: err.includes('do not match the contract') }).toEqual({
    code: 1,
    rejected: true,
  });
  expect(await deadLetters('poison')).toHaveLength(messages.length);

  for (const name of serviceNames) await cluster().database(name).collection('parked').deleteMany({});
  expect((await checkAtQuiescence(cluster())).violations).toEqual([]);
}, 400_000);
