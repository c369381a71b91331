import { accessibilityViolations } from './actions.ts';
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
    await expect(
      page.getByText('Sorry, this was no longer available when your payment arrived.'),
    ).toBeVisible();
    await expect(page.getByText('Payment refunded: $25.00')).toBeVisible();
    await expect(page.getByText('Refunded', { exact: true })).toBeVisible();
  });

  test('of an expired order is refused, and the page says why', async ({ page, user, seller }) => {
    const order = await user.order(await seller.sell({ price: 30, quantity: 2 }));
    await page.goto(`/orders/${order.id}`);
    await expect(page.getByText(/An order that is not paid by .+ expires/)).toBeVisible();

    // The shop answers this after 24 hours.
    const message = 'This order expired because it was not paid in time. Place a new order.';
    await page.route('**/api/payments', (route) =>
      route.fulfill({ status: 400, json: { errors: [{ code: 'order_expired', message }] } }),
    );
    await page.getByRole('button', { name: 'Pay $30.00' }).click();
    await expect(page.getByRole('alert').getByText(message)).toBeVisible();

    const reason = 'No payment arrived within 24 hours.';
    const history = [...order.history, { type: 'expired', at: new Date().toISOString(), reason }];
    await page.route(`**/api/orders/${order.id}`, (route) =>
      route.fulfill({ json: { ...order, status: 'Cancelled', version: 1, history } }),
    );
    await expect(page.getByText(`This order expired. ${reason}`)).toBeVisible();
    await expect(page.getByText('Expired', { exact: true })).toBeVisible();
    await expect(page.getByText('Order expired', { exact: true })).toBeVisible();
    await expect(page.getByRole('button', { name: /^(Pay|Cancel)/ })).toHaveCount(0);
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Go to your cart' }).click();
    await expect(page).toHaveURL('/cart');
  });

  test('made elsewhere appears without a reload', async ({ page, user, seller }) => {
    const order = await user.order(await seller.sell({ quantity: 2 }));

    await page.goto(`/orders/${order.id}`);
    await expect(page.getByText('Waiting for payment')).toBeVisible();
    expect(await user.pay(order)).toBe(201);
    await expect(page.getByText('Thank you!')).toBeVisible();
  });
});
