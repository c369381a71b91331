import { eventually, newId } from '@ecommerce/test-kit';
import { eventsOf, Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

/** Deliveries after which a message becomes a dead letter. */
const MAX_DELIVERIES = 5;

const deadLetterOf = (orderId: string) =>
  eventually(async () => {
    const letter = await shop.test.collection('parked').findOne({ text: new RegExp(orderId) });
    return letter ?? Promise.reject(new Error(`no dead letter of ${orderId}`));
  });

describe('an event of an order that does not exist', () => {
  it.each([
    ['paid', 'payment:created', 'Complete'],
    ['declined', 'payment:declined', 'AwaitingPayment'],
    ['refunded', 'payment:refunded', 'Cancelled'],
  ] as const)(
    'becomes a dead letter (%s) that can be replayed once the order exists',
    async (outcome, subject, status) => {
      const [{ id, buyer, ...order }, absent] = [await shop.order(), newId()];
      const event = eventsOf({ ...order, id: absent })[outcome];
      await shop.test.events.publish(subject, event as never);
      const letter = await deadLetterOf(absent);
      expect(letter).toMatchObject({ subject, deliveries: MAX_DELIVERIES });
      expect(letter.error).toContain(absent);
      expect(JSON.parse(letter.text)).toMatchObject(event);

      await shop.orders.model.create({ ...order, _id: absent });
      await shop.test.events.publishText(subject, letter.text);
      await eventually(() => shop.orders.model.findOne({ _id: absent, status }).orFail());
    },
  );

  it('does not delay the events after it', async () => {
    const [order, absent] = [await shop.order(), newId()];
    const { paid } = eventsOf(order);
    await shop.test.events.publish('payment:created', { ...paid, orderId: absent });
    await shop.test.deliver('payment:created', paid);
    const { updatedAt } = await shop.orders.model.findById(order.id).orFail().lean();
    const { parkedAt } = await deadLetterOf(absent);
    expect(updatedAt.getTime()).toBeLessThan(parkedAt.getTime());
  });
});
