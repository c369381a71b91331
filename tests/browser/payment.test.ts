import { eventually, newProduct, User } from './shop.ts';
import { userWalk } from './walk.ts';

describe('a payment', () => {
  userWalk('shows why a card was declined, and another card pays', async (page, buyer) => {
    const order = await buyer.order(await newProduct({ price: 30, quantity: 2 }));

    await page.goto(`/orders/${order.id}`);
    await page.getByRole('radio', { name: /0002/ }).check();
    await page.getByRole('button', { name: 'Pay $30.00' }).click();
    await page.getByRole('alert').getByText('Your card was declined.').waitFor();
    await page.getByText('Payment declined').waitFor();
    await page.getByRole('radio', { name: /9995/ }).check();
    await page.getByRole('button', { name: 'Pay $30.00' }).click();
    await page.getByRole('alert').getByText('Your card has insufficient funds.').waitFor();
    await page.getByRole('radio', { name: /4242/ }).check();
    await page.getByRole('button', { name: 'Pay $30.00' }).click();
    await page.getByText('Thank you!').waitFor();
    expect(await page.getByRole('listitem').filter({ hasText: 'declined' }).count()).toBe(2);
  });

  userWalk('is refunded live when the product has just sold out', async (page, buyer) => {
    const [seller, other] = [await User.elsewhere(), await User.elsewhere()];
    const product = await seller.sell({ price: 25, quantity: 1 });
    const [mine, theirs] = [await buyer.order(product), await other.order(product)];
    expect(await other.pay(theirs)).toBe(201);
    await eventually(
      async () => (await other.read<typeof product>(`/products/${product.id}`)).quantity === 0,
    );

    await page.goto(`/orders/${mine.id}`);
    await page.getByRole('button', { name: 'Pay $25.00' }).click();
    await page.getByText('Sorry, this sold out just before your payment arrived.').waitFor();
    await page.getByText('Payment refunded: $25.00').waitFor();
    await page.getByText('Refunded', { exact: true }).waitFor();
  });

  userWalk('made elsewhere appears without a reload', async (page, buyer) => {
    const order = await buyer.order(await newProduct({ quantity: 2 }));

    await page.goto(`/orders/${order.id}`);
    await page.getByText('Waiting for payment').waitFor();
    expect(await buyer.pay(order)).toBe(201);
    await page.getByText('Thank you!').waitFor();
  });
});
