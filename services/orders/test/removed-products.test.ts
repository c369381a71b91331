import { newProduct } from '@ecommerce/test-kit';
import { Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

const remove = ({ id }: { id: string }) => shop.test.deliver('product:removed', { id, version: 1 });
const unknownProduct = (index: number, message: string) => ({
  status: 400,
  errors: [{ code: 'unknown_product', message, field: `items.${index}.productId` }],
});

describe('POST /api/orders', () => {
  it('rejects a removed product, which it names, and places no order', async () => {
    const [kept, removed] = [await shop.product(), await shop.product({ title: 'A withdrawn cup' })];
    await remove(removed);
    const buyer = shop.as();
    const { status, body } = await buyer.create(
      [kept, removed].map(({ id }) => ({ productId: id, quantity: 1 })),
    );
    expect({ status, ...body }).toEqual(unknownProduct(1, 'A withdrawn cup is no longer available.'));
    expect(await shop.orders.model.countDocuments({ userId: buyer.user.id })).toBe(0);
  });

  it('rejects a cart with a removed product, which it names', async () => {
    const removed = await shop.product({ title: 'A withdrawn cup' });
    await remove(removed);
    const line = { productId: removed.id, quantity: 1, title: removed.title, price: 1, imageUrl: null };
    shop.cart.answers.set('/api/cart', { items: [line] });
    const { status, body } = await shop.as().create();
    expect({ status, ...body }).toEqual(unknownProduct(0, 'A withdrawn cup is no longer available.'));
  });

  it('does not fetch a product that was removed before it was created here', async () => {
    const product = newProduct();
    shop.products.answers.set(`/api/products/${product.id}`, product);
    await remove(product);
    const { status, body } = await shop.as().create([{ productId: product.id, quantity: 1 }]);
    expect({ status, ...body }).toEqual(unknownProduct(0, 'This product does not exist.'));
    await shop.test.deliver('product:updated', { ...product, version: 2 });
    expect((await shop.as().create([{ productId: product.id, quantity: 1 }])).status).toBe(400);
  });

  it('keeps an order that was placed before the removal', async () => {
    const product = await shop.product({ title: 'A withdrawn cup' });
    const buyer = shop.as();
    const { body } = await buyer.create([{ productId: product.id, quantity: 1 }]).expect(201);
    await remove(product);
    expect((await buyer.show(body.id)).body).toEqual(body);
  });
});
