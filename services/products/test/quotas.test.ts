import { errorOf, eventually, newUser } from '@ecommerce/test-kit';
import { png } from './image-files.ts';
import { Shop, teapot } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

describe('the quota of products', () => {
  it('holds for products that are created at the same time, and per user', async () => {
    const { app } = await shop.otherInstance({ QUOTA_PRODUCTS: '3' });
    const user = newUser();
    const answers = await Promise.all(Array.from({ length: 8 }, () => shop.post(teapot, user, app)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 201, ...Array(5).fill(400)]);
    const rejected = answers.find(({ status }) => status === 400);
    expect(rejected && errorOf(rejected).codes).toEqual(['quota_products']);
    await shop.post(teapot, newUser(), app).expect(201);
  });

  it('counts products of other instances, and stores no image beyond it', async () => {
    const { app, deps } = await shop.otherInstance({ QUOTA_PRODUCTS: '2' });
    const user = newUser();
    for (let created = 0; created < 2; created++) await shop.post(teapot, user).expect(201);
    await eventually(() => deps.catalog.countOf(user.id) === 2);
    const before = await shop.stored();
    const answer = await shop.form({ app, user }).attach('image', png, 'a.png');
    expect(errorOf(answer)).toMatchObject({ status: 400, codes: ['quota_products'] });
    expect(await shop.stored()).toEqual(before);
  });

  it('holds for what is stored when products are created and removed in turn', async () => {
    const { app, deps } = await shop.otherInstance({ QUOTA_PRODUCTS: '1' });
    const user = newUser();
    for (let round = 0; round < 10; round++) {
      const { body } = await shop.post(teapot, user, app).expect(201);
      await shop.remove(body.id, user, app).expect(200);
    }
    const stored = () => deps.products.model.countDocuments({ userId: user.id });
    await eventually(async () => expect(await stored()).toBe(0));
  });

  it('does not count a product that could not be created', async () => {
    const { app } = await shop.otherInstance({ QUOTA_PRODUCTS: '1' });
    const user = newUser();
    await shop.post({ ...teapot, price: -1 }, user, app).expect(400);
    await shop.post(teapot, user, app).expect(201);
  });
});

describe('the quota of images', () => {
  it('counts the bytes of the stored images, until one is removed', async () => {
    const user = newUser();
    const { body: product } = await shop.form({ user }).attach('image', png, 'a.png').expect(201);
    const bytes = shop.test.deps.catalog.imageBytesOf(user.id);
    expect(bytes).toBeGreaterThan(0);
    const { app } = await shop.otherInstance({ QUOTA_IMAGE_BYTES: String(bytes) });
    const upload = () => shop.form({ app, user }).attach('image', png, 'b.png');
    expect(errorOf(await upload())).toMatchObject({ status: 400, codes: ['quota_images'] });
    await shop.put(product.id, { ...teapot, imageUrl: null }, user, app).expect(200);
    await upload().expect(201);
  });
});
