import { MAX_DELIVERIES, type ParkedMessage } from '@ecommerce/shared';
import { eventually } from '@ecommerce/shared/testing';
import { type Document, type Filter, ObjectId } from 'mongodb';
import { withBus } from '../../../tools/nats-test/src/bus.ts';
import { Shell } from '../../../tools/nats-test/test/shell.ts';
import { Person } from '../../checkout/person.ts';
import { type ServiceName, services } from '../../checkout/stack.ts';
import { checkAtQuiescence, measureRecovery } from '../checker/quiescence.ts';
import { emptyHistory } from '../checker/snapshot.ts';
import { log } from '../log.ts';
import { type EmbeddedCluster, startEmbedded } from './embedded.ts';

/** Who takes `payment:created`. */
const consumers = ['cart', 'orders', 'products'] as const;
/** More than one replica has in hand at once. */
const MANY = 50;

let cluster: EmbeddedCluster;
let shell: Shell;
beforeAll(async () => {
  // A message that fails is sent again after two seconds rather than ten.
  cluster = await startEmbedded({ settings: { ACK_WAIT_MS: '2000' } });
  shell = new Shell({
    NATS_URL: cluster.natsUrl,
    CHANNEL_PREFIX: cluster.channelPrefix,
    ...Object.fromEntries(
      services.map((name) => [`MONGO_URL_${name.toUpperCase()}`, cluster.databaseUrl(name)]),
    ),
  });
}, 200_000);
afterAll(() => cluster.stop(false), 60_000);

type Listed = ParkedMessage & { id: string; service: string };
/** What `nats-test parked` tells of the messages with this text. */
async function parked(text: string): Promise<Listed[]> {
  const { code, out } = await shell.run('parked');
  expect(code).toBe(0);
  return out.map((line): Listed => JSON.parse(line)).filter((message) => message.text.includes(text));
}

/** Waits until so many are. */
const parkedAtLast = (text: string, count: number): Promise<Listed[]> =>
  eventually(async () => {
    const found = await parked(text);
    if (found.length !== count) throw new Error(`${found.length} are parked, not ${count}`);
    return found;
  }, 120);

/** An order that was lost, as by a backup that is too old, and that somebody tried to pay before that was seen. */
async function lostOrder(token: string) {
  const orders = cluster.database('orders').collection('orders');
  const [seller, buyer] = [await Person.signUp(cluster), await Person.signUp(cluster)];
  const { id: productId } = await seller.sell(5);
  const { id } = await buyer.order(productId);
  const _id = new ObjectId(id);
  await eventually(() => told('payments', 'orderpayments', { _id, 'order.userId': buyer.id }));
  const order = await eventually(() =>
    told('orders', 'orders', { _id, 'outbox.eventId': { $exists: false } }),
  );
  await orders.deleteOne({ _id });
  const { status } = await buyer.pay(id, token);
  return {
    id,
    status,
    statusOf: () => buyer.statusOf(id),
    quantity: async () => (await buyer.must(200, 'GET', `/api/products/${productId}`)).quantity,
    found: () => orders.insertOne(order),
  };
}

async function told(service: ServiceName, collection: string, filter: Filter<Document>) {
  const document = await cluster.database(service).collection(collection).findOne(filter);
  if (!document) throw new Error('not told yet');
  return document;
}

test.each([
  ['payment:created', 'tok_visa', 201, 'Complete', 4],
  ['payment:declined', 'tok_chargeDeclined', 402, 'AwaitingPayment', 5],
] as const)(
  'when %s speaks of an order that is lost, then it is parked, a whole purchase goes through meanwhile, and it is replayed once the order is there',
  async (subject, token, answered, status, left) => {
    const order = await lostOrder(token);
    expect(order.status).toBe(answered);
    const seconds = await measureRecovery(cluster);
    const sofar = (await parked(order.id)).length;
    log(`A purchase beside a ${subject} that fails took ${seconds.toFixed(1)} s; ${sofar} parked by then`);

    const [message] = await parkedAtLast(order.id, 1);
    expect(message).toMatchObject({ service: 'orders', subject, deliveries: MAX_DELIVERIES });
    expect(message?.error).toContain(`there is no order ${order.id}`);

    await order.found();
    expect(await shell.run('replay', String(message?.id))).toMatchObject({ code: 0, out: [message?.id] });
    await eventually(async () => (await order.statusOf()) === status);
    await eventually(async () => (await order.quantity()) === left);
    expect(await parked(order.id)).toEqual([]);
  },
);

test('when many messages do not fit the contract, then each consumer parks them at once, shoppers notice nothing, and none is replayed', async () => {
  const poison = Array.from({ length: MANY }, (_, n) => (n % 2 ? `poison ${n}` : `{"id":"poison ${n}"}`));
  await withBus(shell.env, (bus) => Promise.all(poison.map((text) => bus.publish('payment:created', text))));
  log(
    `A purchase beside ${MANY} messages that nobody can read took ${(await measureRecovery(cluster)).toFixed(1)} s`,
  );

  const messages = await parkedAtLast('poison', MANY * consumers.length);
  expect(new Set(messages.map(({ deliveries }) => deliveries))).toEqual(new Set([1]));
  expect([...new Set(messages.map(({ service }) => service))].sort()).toEqual(consumers);
  const { code, err } = await shell.run('replay', '--all');
  expect({ code, refused: err.includes('These do not fit the contract') }).toEqual({
    code: 1,
    refused: true,
  });
  expect(await parked('poison')).toHaveLength(messages.length);

  for (const name of consumers) await cluster.database(name).collection('parked').deleteMany({});
  expect((await checkAtQuiescence(cluster, emptyHistory())).wrong).toEqual([]);
}, 400_000);
