import { eventually, must, Person, type Shop, signUp } from '@ecommerce/test-kit';
import type { ServiceName } from '../../tools/services/services.mjs';
import { type Stack, useStack } from '../checkout/stack.ts';
import { ClientHistory } from './checker/client-history.ts';
import { crashPointOptions, processOf, untilNoViolations } from './crash-suite.ts';

const LIFETIME_SECONDS = 3;
/** Longer than the detection of a failed instance. */
const TAKEOVER_SECONDS = 150;

/** The writes, messages and acks of an order that expires, in their order. */
const crashPoints: [ServiceName, string][] = [
  ['orders', 'write orders.findOneAndUpdate before'],
  ['orders', 'write orders.findOneAndUpdate after'],
  ['orders', 'publish order:cancelled before'],
  ['orders', 'publish order:cancelled after'],
  ['payments', 'write orderpayments.findOneAndUpdate before'],
  ['payments', 'write orderpayments.findOneAndUpdate after'],
  ['payments', 'ack order:cancelled before'],
  ['payments', 'ack order:cancelled after'],
];

/** Checks that an order expires once, and that payments refuses it. */
async function expectExpiry(buyer: Person, orderId: string, seconds?: number): Promise<void> {
  await buyer.untilStatus(orderId, 'Cancelled', seconds);
  const { history } = await must(200, buyer.readOrder(orderId));
  expect(history.map(({ type }) => type)).toEqual(['ordered', 'expired']);
  const { error } = await buyer.pay(orderId);
  expect(error).toMatchObject({ errors: [{ code: 'order_expired' }] });
}

describe('an unpaid order', () => {
  const stack = useStack({ orderLifetimeSeconds: LIFETIME_SECONDS });

  it.each(crashPoints)('expires once although %s crashes at "%s"', async (name, point) => {
    const { seller, buyer } = await signUp(stack(), 'seller', 'buyer');
    const product = await seller.sell(5);
    const victim = processOf(stack(), name);
    await victim.signal('SIGTERM');
    await victim.start({ NODE_OPTIONS: crashPointOptions, CRASH_AT: point });
    const { id } = await buyer.order(product.id);
    await eventually(() => !victim.isRunning);
    await victim.start();
    await expectExpiry(buyer, id);
    await untilNoViolations(stack(), new ClientHistory());
  });
});

/** Sends all requests about orders to the first instance. */
const firstInstance = (stack: Stack): Shop => ({
  baseUrl: (path) => (path.startsWith('/api/orders') ? processOf(stack, 'orders').url : stack.baseUrl(path)),
});

describe('the unpaid orders of an instance', () => {
  const stack = useStack({ instances: 2, orderLifetimeSeconds: LIFETIME_SECONDS });

  it.each(['SIGTERM', 'SIGKILL'] as const)('are taken over by another one after %s', async (signal) => {
    const buyer = await Person.signUp(firstInstance(stack()));
    const product = await buyer.sell(5);
    const orders = await Promise.all([1, 2, 3].map(() => buyer.order(product.id)));
    const first = processOf(stack(), 'orders');
    await first.signal(signal);
    const database = stack().database('orders').collection('orders');
    const untilCancelled = () =>
      eventually(async () => (await database.countDocuments({ status: 'Created' })) === 0, TAKEOVER_SECONDS);
    await untilCancelled();
    await first.start();
    for (const { id } of orders) await expectExpiry(buyer, id);
    await untilNoViolations(stack(), new ClientHistory());
  });
});
