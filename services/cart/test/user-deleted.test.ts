import { newId } from '@ecommerce/test-kit';
import { paymentOf, Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

describe('user:deleted', () => {
  it('removes the cart of the user, and no other', async () => {
    const [buyer, product] = await shop.buyerAndProducts();
    const bystander = shop.as();
    for (const one of [buyer, bystander]) await one.add(product.id);
    await shop.test.deliver('user:deleted', { id: buyer.user.id });
    expect(await shop.carts.find(buyer.user.id)).toBeNull();
    expect(await bystander.lines()).toEqual({ [product.id]: 1 });
  });

  it('is acknowledged again, and without a cart', async () => {
    const id = newId();
    for (let time = 0; time < 2; time++) await shop.test.deliver('user:deleted', { id });
    expect(await shop.carts.find(id)).toBeNull();
  });

  it('copes with a payment that arrives late', async () => {
    const [buyer, product] = await shop.buyerAndProducts();
    await buyer.add(product.id);
    await shop.test.deliver('user:deleted', { id: buyer.user.id });
    await shop.test.deliver('payment:created', paymentOf(buyer.user, product));
    expect(await shop.carts.find(buyer.user.id)).toBeNull();
  });
});
