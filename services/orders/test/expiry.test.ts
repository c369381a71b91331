import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, FakeClock } from '@ecommerce/test-kit';
import { eventsOf, Shop } from './shop.ts';

const LIFETIME_S = 1;
/** Longer than an instance waits for payments after it has connected, with the lifetime of a day. */
const CATCH_UP_S = 120;

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open({ lifetimeSeconds: LIFETIME_S });
});
afterAll(() => shop.close());

const stored = (id: string) => shop.orders.model.findById(id).orFail().lean();
const stepsOf = async (id: string) => (await stored(id)).history.map(({ type }) => type);
const untilCancelled = (id: string) => eventually(async () => (await stored(id)).status === 'Cancelled');

describe('an order that is not paid in time', () => {
  it('is cancelled with the reason, and this is published once', async () => {
    const { buyer, ...order } = await shop.order();
    await untilCancelled(order.id);
    const { body } = await shop.as(buyer).show(order.id);
    const reason = 'No payment arrived within 1 second.';
    const history = [...order.history, { type: 'expired', at: expect.any(String), reason }];
    expect(body).toEqual({ ...order, status: 'Cancelled', version: 1, history, updatedAt: body.updatedAt });
    expect(Date.parse(body.history[1].at) - Date.parse(order.createdAt)).toBeGreaterThan(LIFETIME_S * 1000);
    expect(await shop.published('order:cancelled', order.id)).toMatchObject([{ version: 1 }]);
  });

  it('can still be cancelled by the buyer, which changes nothing', async () => {
    const { id, buyer } = await shop.order();
    await untilCancelled(id);
    await shop.as(buyer).cancel(id).expect(200);
    expect(await stepsOf(id)).toEqual(['ordered', 'expired']);
  });

  it('publishes the cancellation again, once, when a payment arrives afterwards', async () => {
    const order = await shop.order();
    await untilCancelled(order.id);
    const meta = { eventId: randomUUID() };
    await shop.test.deliver('payment:created', eventsOf(order).paid, meta);
    await shop.test.deliver('payment:created', eventsOf(order).paid, meta);
    expect(await stored(order.id)).toMatchObject({ status: 'Cancelled', paymentId: null });
    expect(await shop.published('order:cancelled', order.id)).toMatchObject([{ version: 1 }, { version: 2 }]);
  });
});

describe('a payment at the moment of the expiry', () => {
  it('ends in one status that the history and the events agree on', async () => {
    const race = async (_: unknown, index: number) => {
      const order = await shop.order();
      await sleep(LIFETIME_S * 1000 + index * 10);
      await shop.test.deliver('payment:created', eventsOf(order).paid);
      await eventually(async () => (await stored(order.id)).status !== 'Created');
      const { status, history, paymentId } = await stored(order.id);
      const { length: cancellations } = await shop.published('order:cancelled', order.id);
      const steps = history.map(({ type }) => type);
      return { status, steps, isPaid: paymentId !== null, cancellations };
    };
    const outcomes = await Promise.all(Array.from({ length: 25 }, race));
    const ends = {
      Complete: { status: 'Complete', steps: ['ordered', 'paid'], isPaid: true, cancellations: 0 },
      // The payment makes orders publish the cancellation a second time.
      Cancelled: {
        status: 'Cancelled',
        steps: ['ordered', 'expired', 'paid'],
        isPaid: false,
        cancellations: 2,
      },
    };
    expect(outcomes).toEqual(outcomes.map(({ status }) => ends[status as keyof typeof ends]));
  });
});

describe('two instances', () => {
  it('cancel an order that both know once', async () => {
    const other = await shop.otherInstance();
    try {
      const orders = await Promise.all(Array.from({ length: 20 }, () => shop.order()));
      await other.recover();
      for (const { id } of orders) await untilCancelled(id);
      const steps = await Promise.all(orders.map(({ id }) => stepsOf(id)));
      expect(steps).toEqual(orders.map(() => ['ordered', 'expired']));
    } finally {
      await other.service.stopIntake();
      await other.service.disconnect();
      await other.events.close();
    }
  });
});

describe('an instance that starts', () => {
  it('cancels the open orders that are a day old, and no others', async () => {
    const clock = new FakeClock();
    const lasting = await Shop.open({ clock });
    const stepsOf = async ({ id }: { id: string }) =>
      (await lasting.orders.find(id))?.history.map(({ type }) => type);
    const order = () => lasting.order();
    const [open, declined, paid, cancelled] = [await order(), await order(), await order(), await order()];
    await lasting.test.deliver('payment:declined', eventsOf(declined).declined);
    await lasting.test.deliver('payment:created', eventsOf(paid).paid);
    await lasting.as(cancelled.buyer).cancel(cancelled.id).expect(200);
    clock.advance(12 * 3600);
    const recent = await order();
    clock.advance(13 * 3600);
    const restarted = await lasting.otherInstance();
    clock.advance(CATCH_UP_S);
    try {
      await eventually(async () => (await stepsOf(open))?.includes('expired'));
      await eventually(async () => (await stepsOf(declined))?.includes('expired'));
      expect(await Promise.all([open, declined, paid, cancelled, recent].map(stepsOf))).toEqual([
        ['ordered', 'expired'],
        ['ordered', 'declined', 'expired'],
        ['ordered', 'paid'],
        ['ordered', 'cancelled'],
        ['ordered'],
      ]);
      const history = (await lasting.orders.find(open.id))?.history;
      expect(history?.at(-1)?.reason).toBe('No payment arrived within 24 hours.');
    } finally {
      await restarted.stop();
      await lasting.close();
    }
  });
});

describe('without a broker', () => {
  it('no order expires, and one whose payment waits is completed afterwards', async () => {
    const lifetimeSeconds = 2;
    const other = await Shop.open({ lifetimeSeconds });
    const statusOf = async ({ id }: { id: string }) => (await other.orders.find(id))?.status;
    const [paid, unpaid] = [await other.order(), await other.order()];
    await other.test.service.messaging?.bus.close();
    await sleep((lifetimeSeconds + 1) * 1000);
    expect(await Promise.all([paid, unpaid].map(statusOf))).toEqual(['Created', 'Created']);

    await other.test.events.publish('payment:created', eventsOf(paid).paid);
    const { CHANNEL_PREFIX } = other.test.service.config;
    const reconnected = await other.otherInstance({ CHANNEL_PREFIX });
    try {
      await eventually(async () => (await statusOf(unpaid)) === 'Cancelled');
      expect(await statusOf(paid)).toBe('Complete');
    } finally {
      await reconnected.stop();
      await other.close();
    }
  });
});
