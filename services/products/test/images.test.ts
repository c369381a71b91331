import { errorOf, eventually, newUser } from '@ecommerce/test-kit';
import { gif, jpeg, MiB, png, pngOf, svg, webp } from './image-files.ts';
import { Shop, teapot } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
/** An image's path, which events carry: the URL of the store can change. */
const pathOf = (url: string) => new URL(url).pathname;
const isThere = async (url: string) => (await fetch(url)).ok;
/** Waits until nothing is left of the images that were stored during `act`. */
async function leavesNothing(act: () => PromiseLike<unknown>): Promise<void> {
  const before = await shop.storedImages();
  await act();
  const urls = (await shop.storedImages()).slice(before.length);
  await eventually(async () => expect(await Promise.all(urls.map(isThere))).not.toContain(true));
}

test.each([
  ['teapot.jpg', jpeg, 'image/jpeg', 'jpg'],
  ['teapot.png', png, 'image/png', 'png'],
  ['teapot.webp', webp, 'image/webp', 'webp'],
  ['../../x.png', png, 'image/png', 'png'],
  ['<script>.html', jpeg, 'image/jpeg', 'jpg'],
  ['photo.JPG.exe', webp, 'image/webp', 'webp'],
])(
  'when "%s" is uploaded, then anyone can fetch its bytes, as the type that they are and by a name of ours',
  async (filename, bytes, type, ext) => {
    const { status, body } = await shop.form().attach('image', bytes, { filename, contentType: 'text/html' });
    expect(status).toBe(201);
    expect(body).toMatchObject({ ...teapot, version: 0 });
    expect(body.imageUrl).toMatch(new RegExp(`^${process.env.MINIO_URL}/product-images/${UUID}\\.${ext}$`));
    const answer = await fetch(body.imageUrl);
    expect(answer.headers.get('content-type')).toBe(type);
    expect(Buffer.from(await answer.arrayBuffer())).toEqual(bytes);
    await eventually(() => shop.published('product:created', body.id).length === 1);
    expect(shop.published('product:created', body.id)).toMatchObject([{ imageUrl: pathOf(body.imageUrl) }]);
  },
);

test('when someone who is not signed in asks what the bucket holds or writes to it, then MinIO refuses', async () => {
  const bucket = `${process.env.MINIO_URL}/product-images`;
  expect((await fetch(bucket)).status).toBe(403);
  expect((await fetch(`${bucket}/?list-type=2`)).status).toBe(403);
  expect((await fetch(`${bucket}/mine.png`, { method: 'PUT', body: png })).status).toBe(403);
});

test('when an image is replaced, then the new one is shown and published, and the old one removed', async () => {
  const { body: first } = await shop.form().attach('image', png, 'a.png').expect(201);
  const { body: second } = await shop.form({ id: first.id }).attach('image', jpeg, 'b.jpg').expect(200);
  expect(second).toMatchObject({ id: first.id, version: 1, imageUrl: expect.stringMatching(/\.jpg$/) });
  await eventually(() => shop.published('product:updated', first.id).length === 1);
  expect(shop.published('product:updated', first.id)).toMatchObject([{ imageUrl: pathOf(second.imageUrl) }]);
  await eventually(async () => !(await isThere(first.imageUrl)));
  expect(await isThere(second.imageUrl)).toBe(true);
});

test.each([
  ['null', null],
  ['an image elsewhere', 'https://example.com/teapot.jpg'],
])('when imageUrl is set to %s, then the uploaded image is removed', async (_name, imageUrl) => {
  const { body } = await shop.form().attach('image', png, 'a.png').expect(201);
  const changed = await shop.put(body.id, { ...teapot, imageUrl });
  expect(changed.body).toMatchObject({ imageUrl, version: 1 });
  await eventually(async () => !(await isThere(body.imageUrl)));
});

test('when a process died before it removed an image that was replaced, then it is removed all the same', async () => {
  const { body } = await shop.form().attach('image', png, 'a.png').expect(201);
  const discardedImages = [body.imageUrl.split('/').at(-1)];
  await shop.products.model.updateOne(
    { _id: body.id },
    { $set: { imageUrl: null, imageKey: null, discardedImages } },
  );
  await shop.test.recover();
  await eventually(async () => !(await isThere(body.imageUrl)));
  await eventually(async () => (await shop.products.find(body.id))?.discardedImages.length === 0);
});

test('when imageUrl is absent or the same, then the image stays', async () => {
  const { body } = await shop.form().attach('image', png, 'a.png').expect(201);
  const { id, imageUrl } = body;
  expect((await shop.put(id, teapot)).body.imageUrl).toBe(imageUrl);
  expect((await shop.put(id, { ...teapot, imageUrl })).body.imageUrl).toBe(imageUrl);
  expect((await shop.form({ id })).body.imageUrl).toBe(imageUrl);
  expect(await isThere(imageUrl)).toBe(true);
});

test('when browsers are to fetch images elsewhere, then those from before are shown there too, and stay', async () => {
  const { body } = await shop.form().attach('image', png, 'a.png').expect(201);
  const { app: elsewhere } = await shop.otherInstance({ PUBLIC_MEDIA_URL: 'https://images.test/shop' });
  const imageUrl = `https://images.test/shop${pathOf(body.imageUrl)}`;
  expect((await shop.get(`/${body.id}`, elsewhere)).body.imageUrl).toBe(imageUrl);
  expect((await shop.get('', elsewhere)).body).toContainEqual(expect.objectContaining({ imageUrl }));
  // A form that was opened before and one that was opened since send back what they know.
  for (const known of [body.imageUrl, imageUrl]) {
    const changed = await shop.put(body.id, { ...teapot, imageUrl: known }, shop.seller, elsewhere);
    expect(changed.body).toMatchObject({ imageUrl });
  }
  expect((await shop.products.find(body.id))?.discardedImages).toEqual([]);
  expect(await isThere(body.imageUrl)).toBe(true);
});

test('when an image was stored with its whole URL, as it once was, then it is shown where images are now', async () => {
  const { body } = await shop.form().attach('image', png, 'a.png').expect(201);
  await shop.products.model.updateOne({ _id: body.id }, { $set: { imageUrl: 'http://before.test/a.png' } });
  expect((await shop.get(`/${body.id}`)).body.imageUrl).toBe(body.imageUrl);
});

test('when someone names the image of another one as theirs and drops it, then the other one keeps it', async () => {
  const { body } = await shop.form().attach('image', png, 'a.png').expect(201);
  const thief = newUser();
  const copy = await shop.post({ ...teapot, imageUrl: body.imageUrl }, thief);
  await shop.put(copy.body.id, { ...teapot, imageUrl: null }, thief).expect(200);
  const { body: dropped } = await shop.form().attach('image', png, 'b.png').expect(201);
  await shop.put(dropped.id, { ...teapot, imageUrl: null }).expect(200);
  await eventually(async () => !(await isThere(dropped.imageUrl)));
  expect(await isThere(body.imageUrl)).toBe(true);
});

test('when an image has exactly 10 MiB, then it is taken', async () => {
  const bytes = pngOf(10 * MiB);
  const { body } = await shop.form().attach('image', bytes, 'large.png').expect(201);
  const stored = Buffer.from(await (await fetch(body.imageUrl)).arrayBuffer());
  expect(stored.equals(bytes)).toBe(true);
});

test.each([
  ['has one byte more than 10 MiB', pngOf(10 * MiB + 1), 'large.png', 'image_too_large', '10 MiB'],
  ['has 11 MiB', pngOf(11 * MiB), 'large.png', 'image_too_large', '10 MiB'],
  ['is an SVG', svg, 'drawing.svg', 'invalid_image', 'JPEG, PNG or WebP'],
  ['is an SVG named as a PNG', svg, 'drawing.png', 'invalid_image', 'JPEG, PNG or WebP'],
  ['is a GIF', gif, 'moving.gif', 'invalid_image', 'JPEG, PNG or WebP'],
  [
    'is a text named as a JPEG',
    Buffer.from('not an image at all'),
    'text.jpg',
    'invalid_image',
    'JPEG, PNG or WebP',
  ],
  ['is 1 MiB of nothing', Buffer.alloc(MiB), 'zeros.png', 'invalid_image', 'JPEG, PNG or WebP'],
  ['is empty', Buffer.alloc(0), 'empty.png', 'invalid_image', 'JPEG, PNG or WebP'],
])(
  'when a file %s, then the form is refused for it, and nothing stays stored',
  async (_name, bytes, filename, code, why) => {
    await leavesNothing(async () => {
      const { status, body } = await shop.form().attach('image', bytes, filename);
      expect(status).toBe(400);
      expect(body.errors).toEqual([{ code, message: expect.stringContaining(why), field: 'image' }]);
    });
  },
);

test('when the other fields of a form are wrong, then its image does not stay stored', async () => {
  const { body } = await shop.form().attach('image', png, 'a.png').expect(201);
  await leavesNothing(async () => {
    await shop.form().field('colour', 'blue').attach('image', png, 'b.png').expect(400);
    await shop.form({ id: body.id }).field('colour', 'blue').attach('image', png, 'c.png').expect(400);
  });
  expect((await shop.get(`/${body.id}`)).body).toEqual(body);
  expect(await isThere(body.imageUrl)).toBe(true);
});

test('when the product is that of another one, then the image is not even taken in', async () => {
  const { id } = await shop.product();
  const before = await shop.storedImages();
  const answer = await shop.form({ id, user: newUser() }).attach('image', png, 'a.png');
  expect(errorOf(answer)).toEqual({ status: 401, codes: ['not_owner'], fields: [undefined] });
  expect(await shop.storedImages()).toEqual(before);
});
