import { errorCatalog } from '@ecommerce/contracts';
import { expect, userTest as test } from './fixtures.ts';
import { newTitle } from './user.ts';

/** An image of one pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const imageFile = (buffer: Buffer, name = 'image.png') => ({ name, mimeType: 'image/png', buffer });

test.describe('selling', () => {
  test('creates a product with an image, edits it and removes the image', async ({ page }) => {
    const title = newTitle();
    await page.goto('/selling');
    await expect(page.getByText('You are not selling anything yet')).toBeVisible();
    await page.getByRole('main').getByRole('link', { name: 'Sell something' }).click();
    await page.getByLabel('Title').fill(title);
    await page.getByLabel('Price (USD)').fill('34.50');
    await page.getByLabel('Units in stock').fill('4');
    await page.getByLabel('Image').setInputFiles(imageFile(png));
    await expect(page.getByRole('img', { name: 'Preview of image.png' })).toBeVisible();
    await page.getByRole('button', { name: 'List for sale' }).click();
    await expect(page).toHaveURL('/selling');

    await page.getByRole('link', { name: title, exact: true }).click();
    const shown = page.getByRole('img', { name: title });
    await expect(shown).toBeVisible();
    // MinIO served it, and the page's policy let it in.
    expect(
      await shown.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth)),
    ).toBe(1);

    await page.getByRole('link', { name: 'Edit it' }).click();
    await page.getByLabel('Price (USD)').fill('30');
    await page.getByRole('button', { name: 'Remove the image' }).click();
    await page.getByRole('button', { name: 'Save changes' }).click();
    await expect(page).toHaveURL('/selling');
    await expect(page.getByText('$30.00')).toBeVisible();
    await expect(page.getByRole('main').locator('img')).toHaveCount(0);
  });

  test('keeps the stock sold meanwhile when only the title changes', async ({ page, user }) => {
    const product = await user.sell({ quantity: 5 });
    await page.goto(`/selling/${product.id}`);
    await page.getByLabel('Title').fill(newTitle());
    await user.change(product, 2);
    await page.getByRole('button', { name: 'Save changes' }).click();
    await expect(page).toHaveURL('/selling');
    expect(await user.stockOf(product)).toBe(2);

    await page.goto(`/selling/${product.id}`);
    await page.getByLabel('Units in stock').fill('9');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await expect(page).toHaveURL('/selling');
    expect(await user.stockOf(product)).toBe(9);
  });

  test('downscales a large image before the upload', async ({ page }) => {
    await page.goto('/selling/new');
    const photo = await page.evaluate(() => {
      const canvas = Object.assign(document.createElement('canvas'), { width: 4000, height: 3000 });
      const context = canvas.getContext('2d');
      for (let turn = 0; context && turn < 20_000; turn++) {
        context.fillStyle = `hsl(${Math.random() * 360} 60% 50%)`;
        context.fillRect(Math.random() * 4000, Math.random() * 3000, 40, 40);
      }
      return canvas.toDataURL('image/jpeg').split(',')[1] ?? '';
    });
    const title = newTitle();
    await page.getByLabel('Title').fill(title);
    await page.getByLabel('Price (USD)').fill('5');
    const buffer = Buffer.from(photo, 'base64');
    await page.getByLabel('Image').setInputFiles({ name: 'photo.jpg', mimeType: 'image/jpeg', buffer });
    await page.getByRole('button', { name: 'List for sale' }).click();
    await expect(page).toHaveURL('/selling');
    await page.getByRole('link', { name: title, exact: true }).click();
    const shown = page.getByRole('img', { name: title });
    const size = await shown.evaluate(async (image: HTMLImageElement) => {
      await image.decode();
      return [image.naturalWidth, image.naturalHeight];
    });
    expect(size).toEqual([1200, 900]);
    const stored = await page.request.get((await shown.getAttribute('src')) ?? '');
    expect(stored.headers()['content-type']).toBe('image/jpeg');
    expect((await stored.body()).length).toBeLessThan(buffer.length / 4);
  });

  test('takes an image that is dropped onto the form', async ({ page }) => {
    await page.goto('/selling/new');
    const dropped = await page.evaluateHandle((base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], 'dropped.png', { type: 'image/png' }));
      return transfer;
    }, png.toString('base64'));
    await page.getByText('Drop an image here').dispatchEvent('drop', { dataTransfer: dropped });
    await expect(page.getByRole('img', { name: 'Preview of dropped.png' })).toBeVisible();
  });

  test('shows why an image was rejected, and takes another one', async ({ page }) => {
    const title = newTitle();
    await page.goto('/selling/new');
    await page.getByLabel('Title').fill(title);
    await page.getByLabel('Price (USD)').fill('5');
    await page.getByLabel('Image').setInputFiles(imageFile(Buffer.from('not an image at all')));
    await page.getByRole('button', { name: 'List for sale' }).click();
    await expect(page.getByText(errorCatalog.invalid_image.message)).toBeVisible();

    const large = Buffer.concat([png, Buffer.alloc(11 * 1024 * 1024)]);
    await page.getByLabel('Image').setInputFiles(imageFile(large, 'large.png'));
    await page.getByRole('button', { name: 'List for sale' }).click();
    await expect(page.getByRole('progressbar')).toBeVisible();
    await expect(page.getByText(errorCatalog.image_too_large.message)).toBeVisible();

    await page.getByLabel('Image').setInputFiles(imageFile(png));
    await page.getByRole('button', { name: 'List for sale' }).click();
    await expect(page).toHaveURL('/selling');
    await expect(page.getByRole('link', { name: title, exact: true })).toBeVisible();
  });

  test('says that an upload stalled, and keeps the form', async ({ page, consoleErrors }) => {
    consoleErrors.allow(/status of 408/);
    const title = newTitle();
    const { status, message } = errorCatalog.request_timeout;
    const json = { errors: [{ code: 'request_timeout', message }] };
    await page.route('**/api/products', (route) => route.fulfill({ status, json }), { times: 1 });
    await page.goto('/selling/new');
    await page.getByLabel('Title').fill(title);
    await page.getByLabel('Price (USD)').fill('5');
    await page.getByLabel('Image').setInputFiles(imageFile(png));
    await page.getByRole('button', { name: 'List for sale' }).click();
    await expect(page.getByRole('alert').getByText(message)).toBeVisible();
    await page.getByRole('button', { name: 'List for sale' }).click();
    await expect(page).toHaveURL('/selling');
    await expect(page.getByRole('link', { name: title, exact: true })).toBeVisible();
  });

  test('removes a product only after a confirmation', async ({ page, user }) => {
    const product = await user.sell({ quantity: 2 });
    await page.goto(`/selling/${product.id}`);
    const dialog = page.getByRole('dialog', { name: 'Remove this product?' });
    await page.getByRole('button', { name: 'Remove product' }).click();
    await dialog.getByRole('button', { name: 'Keep product' }).click();
    await expect(dialog).toBeHidden();
    await page.getByRole('button', { name: 'Remove product' }).click();
    await dialog.getByRole('button', { name: 'Yes, remove product' }).click();
    await expect(page).toHaveURL('/selling');
    await expect(page.getByText('You are not selling anything yet')).toBeVisible();
    for (const path of [`/products/${product.id}`, `/selling/${product.id}`]) {
      const response = await page.goto(path);
      expect(response?.status()).toBe(404);
      await expect(
        page.getByRole('heading', { level: 1, name: 'This product is not for sale' }),
      ).toBeVisible();
    }
  });

  test('leaves the page of a product that another tab has removed', async ({ page, user }) => {
    const product = await user.sell({ quantity: 2 });
    await page.goto(`/selling/${product.id}`);
    await user.remove(product);
    await page.getByRole('button', { name: 'Remove product' }).click();
    await page.getByRole('button', { name: 'Yes, remove product' }).click();
    await expect(page).toHaveURL('/selling');
  });

  test('does not let a user edit a product of another account', async ({ page, seller }) => {
    const product = await seller.sell({ quantity: 1 });
    await page.goto(`/selling/${product.id}`);
    await expect(page.getByText('This product belongs to another account')).toBeVisible();
  });
});
