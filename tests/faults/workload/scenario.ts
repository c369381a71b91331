import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@ecommerce/shared/testing';
import { type Answer, Person, type Shop } from '../../checkout/person.ts';
import type { ClientHistory } from '../checker/snapshot.ts';

/** Like a buyer in front of a screen: whoever gets no answer, or "come again", tries once more. */
async function patiently(history: ClientHistory, what: string, act: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    const answer = await act().catch(() => ({ status: 0, body: {} }));
    if (answer.status === 500) history.failures.push(`${what}: 500`);
    if (answer.status !== 0 && answer.status < 500 && answer.status !== 429) return answer;
    await sleep(100);
  }
}

/** Every kind of thing that happens in a shop, once, while any of its parts may die. */
export async function runScenario(shop: Shop, history: ClientHistory): Promise<void> {
  const [seller, buyer, rival] = await Promise.all(
    [1, 2, 3].map(() => eventually(() => Person.signUp(shop))),
  );
  if (!seller || !buyer || !rival) throw new Error('nobody came');
  history.users.push(...[seller, buyer, rival].map(({ id }) => id));

  const sell = async (quantity: number) => {
    const form = { title: 'A teapot', price: 9.99, quantity };
    const { body } = await patiently(history, 'sell', () => seller.call('POST', '/api/products', form));
    history.products.push(body.id);
    return body.id as string;
  };
  const order = async (person: Person, productId: string) => {
    const form = { items: [{ productId, quantity: 1 }] };
    const headers = { 'idempotency-key': randomUUID() };
    const { status, body } = await patiently(history, 'order', () =>
      person.call('POST', '/api/orders', form, headers),
    );
    if (status !== 201) throw new Error(`could not order: ${status} ${JSON.stringify(body)}`);
    history.orders.push(body.id);
    return body.id as string;
  };
  const pay = async (person: Person, orderId: string, token = 'tok_visa') => {
    const { status, body } = await patiently(history, 'pay', () => person.pay(orderId, token));
    if (status === 201) history.payments.push({ orderId, stripeId: body.stripeId });
    return status;
  };
  const cancel = (person: Person, id: string) =>
    patiently(history, 'cancel', () => person.call('DELETE', `/api/orders/${id}`));

  const [many, single] = [await sell(100), await sell(1)];
  const edit = { title: 'A better teapot', price: 10.99, quantity: 100 };
  await patiently(history, 'edit', () => seller.call('PUT', `/api/products/${many}`, edit));

  await patiently(history, 'cart', () =>
    buyer.call('POST', '/api/cart/items', { productId: many, quantity: 1 }),
  );
  await pay(buyer, await order(buyer, many));

  const declined = await order(buyer, many);
  await pay(buyer, declined, 'tok_chargeDeclined');
  await pay(buyer, declined);

  const cancelled = await order(buyer, many);
  await cancel(buyer, cancelled);
  const raced = await order(buyer, many);
  await Promise.all([pay(buyer, raced), cancel(buyer, raced)]);

  const last = await Promise.all([buyer, rival].map((person) => order(person, single)));
  await Promise.all([pay(buyer, last[0] ?? ''), pay(rival, last[1] ?? '')]);
}
