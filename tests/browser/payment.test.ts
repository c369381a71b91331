import { expect, userTest as test } from './fixtures.ts';

test.describe('a payment', () => {
  test('shows why a card was declined, and another card pays', async ({ page, user, seller }) => {
    const order = await user.order(await seller.sell({ price: 30, quantity: 2 }));

    await page.goto(`/orders/${order.id}`);
    await page.getByRole('radio', { name: /0002/ }).check();
    await page.getByRole('button', { name: 'Pay $30.00' }).click();
    await expect(page.getByRole('alert').getByText('Your card was declined.')).toBeVisible();
    await expect(page.getByText('Payment declined')).toBeVisible();
    await page.getByRole('radio', { name: /9995/ }).check();
    await page.getByRole('button', { name: 'Pay $30.00' }).click();
    await expect(page.getByRole('alert').getByText('Your card has insufficient funds.')).toBeVisible();
    await page.getByRole('radio', { name: /4242/ }).check();
    await page.getByRole('button', { name: 'Pay $30.00' }).click();
    await expect(page.getByText('Thank you!')).toBeVisible();
    await expect(page.getByRole('listitem').filter({ hasText: 'declined' })).toHaveCount(2);
  });

  test('is refunded live when the product has just sold out', async ({ page, user, seller, newUser }) => {
    const other = await newUser();
    const product = await seller.sell({ price: 25, quantity: 1 });
    const [mine, theirs] = [await user.order(product), await other.order(product)];
    expect(await other.pay(theirs)).toBe(201);
    const stock = () => other.stockOf(product);
    await expect.poll(stock).toBe(0);

    await page.goto(`/orders/${mine.id}`);
    await page.getByRole('button', { name: 'Pay $25.00' }).click();
    await expect(page.getByText('Sorry, this sold out just before your payment arrived.')).toBeVisible();
    await expect(page.getByText('Payment refunded: $25.00')).toBeVisible();
    await expect(page.getByText('Refunded', { exact: true })).toBeVisible();
  });

  test('made elsewhere appears without a reload', async ({ page, user, seller }) => {
    const order = await user.order(await seller.sell({ quantity: 2 }));

    await page.goto(`/orders/${order.id}`);
    await expect(page.getByText('Waiting for payment')).toBeVisible();
    expect(await user.pay(order)).toBe(201);
    await expect(page.getByText('Thank you!')).toBeVisible();
  });
});
