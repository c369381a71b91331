import { MAX_DELIVERIES, Parked } from '@ecommerce/shared';
import { eventually, newId } from '@ecommerce/shared/testing';
import { Order } from '../src/order.ts';
import { eventsOf, Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

const parkedOf = (orderId: string) =>
  Parked.findOne({ text: new RegExp(orderId) })
    .orFail()
    .lean();

test.each([
  ['paid', 'payment:created', 'Complete'],
  ['declined', 'payment:declined', 'AwaitingPayment'],
  ['refunded', 'payment:refunded', 'Cancelled'],
] as const)(
  'when an order that is not there was %s, then the event is kept aside, and can be taken once it is there',
  async (what, subject, status) => {
    const [{ id, buyer, ...order }, absent] = [await shop.order(), newId()];
    const event = eventsOf({ ...order, id: absent })[what];
    await shop.backend.publish(subject, event as never);
    const parked = await eventually(() => parkedOf(absent));
    expect(parked).toMatchObject({ subject, deliveries: MAX_DELIVERIES });
    expect(parked.error).toContain(absent);
    expect(JSON.parse(parked.text)).toMatchObject(event);

    await Order.create({ ...order, _id: absent });
    await shop.backend.bus.publish(subject, parked.text);
    await eventually(() => Order.findOne({ _id: absent, status }).orFail());
  },
);

test('when an event can not be taken, then those after it are not held up', async () => {
  const [order, absent] = [await shop.order(), newId()];
  const { paid } = eventsOf(order);
  await shop.backend.publish('payment:created', { ...paid, orderId: absent });
  await shop.backend.deliver('payment:created', paid);
  const { updatedAt } = await Order.findById(order.id).orFail().lean();
  const { parkedAt } = await eventually(() => parkedOf(absent));
  expect(updatedAt.getTime()).toBeLessThan(parkedAt.getTime());
});
