import { eventually, must, type Person, signUp } from '@ecommerce/test-kit';
import { serviceNames } from '../../tools/services/services.mjs';
import { useStack } from './stack.ts';

const stack = useStack();
const password = 'a good password';

const emailOf = async ({ api }: Person) =>
  (await must(200, api.GET('/api/users/currentuser'))).currentUser?.email ?? '';
const deleteAccount = ({ api }: Person) =>
  must(200, api.DELETE('/api/users/currentuser', { body: { password } }));
/** All that the databases of all services hold, as text. */
async function storedText(): Promise<string> {
  const all = serviceNames.map(async (name) => {
    const collections = await stack().database(name).collections();
    return Promise.all(collections.map((collection) => collection.find().toArray()));
  });
  return JSON.stringify(await Promise.all(all));
}
const cartExists = async (userId: string) => (await storedCarts()).some(({ _id }) => String(_id) === userId);
const storedCarts = () => stack().database('cart').collection('carts').find().toArray();

describe('the deletion of an account', () => {
  it('removes the cart and leaves orders and payments, without the email address', async () => {
    const { seller, buyer } = await signUp(stack(), 'seller', 'buyer');
    const email = await emailOf(buyer);
    const product = await seller.sell(5);
    const [paid, open] = [await buyer.order(product.id), await buyer.order(product.id)];
    await must(201, buyer.pay(paid.id));
    await buyer.untilStatus(paid.id, 'Complete');
    await must(201, buyer.api.POST('/api/cart/items', { body: { productId: product.id, quantity: 1 } }));

    await deleteAccount(buyer);
    await eventually(async () => !(await cartExists(buyer.id)));
    const stored = await storedText();
    for (const id of [paid.id, open.id, buyer.id]) expect(stored).toContain(id);
    expect(stored).not.toContain(email);
    expect(JSON.stringify(await stack().ledger())).not.toContain(email);
    expect(stack().log().join('\n')).not.toContain(email);
  });

  it('ends the session at every service, and gives the address to a new account', async () => {
    const { person } = await signUp(stack(), 'person');
    const [email, cookie] = [await emailOf(person), person.session.value];
    await deleteAccount(person);
    const paths = ['/api/users/sessions', '/api/cart', '/api/orders', '/api/products?mine=true'];
    const statuses = () =>
      Promise.all(
        paths.map(
          async (path) => (await fetch(stack().baseUrl(path) + path, { headers: { cookie } })).status,
        ),
      );
    await eventually(async () => expect(await statuses()).toEqual(paths.map(() => 401)));
    const again = await must(201, person.api.POST('/api/users/signup', { body: { email, password } }));
    expect(again.id).not.toBe(person.id);
    expect(await must(200, person.api.GET('/api/cart'))).toEqual({ items: [] });
    expect(await must(200, person.api.GET('/api/orders'))).toEqual([]);
  });

  it('and an order at the same time leave a consistent order', async () => {
    const { seller, buyer } = await signUp(stack(), 'seller', 'buyer');
    const product = await seller.sell(5);
    const body = { items: [{ productId: product.id, quantity: 1 }] };
    const [, ordered] = await Promise.all([deleteAccount(buyer), buyer.api.POST('/api/orders', { body })]);
    expect([201, 401]).toContain(ordered.response.status);
    const id = ordered.data?.id;
    if (id) await eventually(async () => (await storedText()).split(id).length > 2);
  });
});
