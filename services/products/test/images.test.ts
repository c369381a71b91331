import { errorOf, eventually, newUser, rejection } from '@ecommerce/test-kit';
import sharp from 'sharp';
import { gif, jpeg, MiB, png, pngOf, svg, webp } from './image-files.ts';
import { Shop, teapot } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
/** Returns the path of an image, as events carry it: the URL of the store can change. */
const pathOf = (url: string) => new URL(url).pathname;
const isStored = async (url: string) => (await fetch(url)).ok;
/** Waits until every image that was stored during `act` has been removed. */
async function expectImagesRemoved(act: () => PromiseLike<unknown>): Promise<void> {
  const before = await shop.storedImages();
  await act();
  const urls = (await shop.storedImages()).slice(before.length);
  await eventually(async () => expect(await Promise.all(urls.map(isStored))).not.toContain(true));
}

const disguisedHtml = Buffer.concat([png.subarray(0, 16), Buffer.from('<script>alert(1)</script>')]);
const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: 'teal' } });
const photo = blank(30, 20)
  .withMetadata({ orientation: 6 })
  .withExifMerge({
    IFD3: {
      GPSLatitudeRef: 'N',
      GPSLatitude: '40/1 26/1 46/1',
      GPSLongitudeRef: 'W',
      GPSLongitude: '79/1 58/1 56/1',
    },
  });
const bomb = await blank(7_500, 6_800).png().toBuffer();

describe('product images', () => {
  it.each([
    ['teapot.jpg', jpeg, 'image/jpeg', 'jpg'],
    ['teapot.png', png, 'image/png', 'png'],
    ['teapot.webp', webp, 'image/webp', 'webp'],
    ['../../x.png', png, 'image/png', 'png'],
    ['<script>.html', jpeg, 'image/jpeg', 'jpg'],
    ['photo.JPG.exe', webp, 'image/webp', 'webp'],
  ])(
    'stores "%s" under a generated name and serves it with its detected type',
    async (filename, bytes, type, ext) => {
      const { status, body } = await shop
        .form()
        .attach('image', bytes, { filename, contentType: 'text/html' });
      expect(status).toBe(201);
      expect(body).toMatchObject({ ...teapot, version: 0 });
      expect(body.imageUrl).toMatch(new RegExp(`^${process.env.MINIO_URL}/product-images/${UUID}\\.${ext}$`));
      const answer = await fetch(body.imageUrl);
      expect(answer.headers.get('content-type')).toBe(type);
      const { format, width, height } = await sharp(await answer.arrayBuffer()).metadata();
      expect({ format, width, height }).toEqual({ format: type.split('/')[1], width: 1, height: 1 });
      await eventually(() => shop.published('product:created', body.id).length === 1);
      expect(shop.published('product:created', body.id)).toMatchObject([{ imageUrl: pathOf(body.imageUrl) }]);
    },
  );

  it('cannot be listed or written by anonymous clients', async () => {
    const bucket = `${process.env.MINIO_URL}/product-images`;
    expect((await fetch(bucket)).status).toBe(403);
    expect((await fetch(`${bucket}/?list-type=2`)).status).toBe(403);
    expect((await fetch(`${bucket}/mine.png`, { method: 'PUT', body: png })).status).toBe(403);
  });

  it('publishes a new image and removes the one it replaces', async () => {
    const { body: first } = await shop.form().attach('image', png, 'a.png').expect(201);
    const { body: second } = await shop.form({ id: first.id }).attach('image', jpeg, 'b.jpg').expect(200);
    expect(second).toMatchObject({ id: first.id, version: 1, imageUrl: expect.stringMatching(/\.jpg$/) });
    await eventually(() => shop.published('product:updated', first.id).length === 1);
    expect(shop.published('product:updated', first.id)).toMatchObject([
      { imageUrl: pathOf(second.imageUrl) },
    ]);
    await eventually(async () => !(await isStored(first.imageUrl)));
    expect(await isStored(second.imageUrl)).toBe(true);
  });

  it.each([
    ['null', null],
    ['an image elsewhere', 'https://example.com/teapot.jpg'],
  ])('removes the uploaded image when imageUrl is set to %s', async (_name, imageUrl) => {
    const { body } = await shop.form().attach('image', png, 'a.png').expect(201);
    const changed = await shop.put(body.id, { ...teapot, imageUrl });
    expect(changed.body).toMatchObject({ imageUrl, version: 1 });
    await eventually(async () => !(await isStored(body.imageUrl)));
  });

  it('removes a replaced image although the process died before that', async () => {
    const { body } = await shop.form().attach('image', png, 'a.png').expect(201);
    const discardedImages = [body.imageUrl.split('/').at(-1)];
    await shop.products.model.updateOne(
      { _id: body.id },
      { $set: { imageUrl: null, imageKey: null, discardedImages } },
    );
    await shop.test.recover();
    await eventually(async () => !(await isStored(body.imageUrl)));
    await eventually(async () => (await shop.products.find(body.id))?.discardedImages.length === 0);
  });

  it('keeps the image when imageUrl is absent or unchanged', async () => {
    const { body } = await shop.form().attach('image', png, 'a.png').expect(201);
    const { id, imageUrl } = body;
    expect((await shop.put(id, teapot)).body.imageUrl).toBe(imageUrl);
    expect((await shop.put(id, { ...teapot, imageUrl })).body.imageUrl).toBe(imageUrl);
    expect((await shop.form({ id })).body).toEqual(body);
    expect(await isStored(imageUrl)).toBe(true);
  });

  it('keeps the URL of a private host that an earlier version accepted, but no other', async () => {
    const imageUrl = 'http://192.168.1.1/a.png';
    const { id } = await shop.product();
    await shop.products.model.updateOne({ _id: id }, { $set: { imageUrl } });
    expect((await shop.put(id, { ...teapot, title: 'A kettle', imageUrl })).body).toMatchObject({ imageUrl });
    const other = await shop.put(id, { ...teapot, imageUrl: 'http://192.168.1.2/a.png' });
    expect(rejection(other)).toEqual({ status: 400, fields: ['imageUrl'] });
  });

  it('serves earlier images from a changed PUBLIC_MEDIA_URL and keeps them', async () => {
    const { body } = await shop.form().attach('image', png, 'a.png').expect(201);
    const { app: elsewhere } = await shop.otherInstance({ PUBLIC_MEDIA_URL: 'https://images.test/shop' });
    const imageUrl = `https://images.test/shop${pathOf(body.imageUrl)}`;
    expect((await shop.get(`/${body.id}`, elsewhere)).body.imageUrl).toBe(imageUrl);
    expect((await shop.get('', elsewhere)).body).toContainEqual(expect.objectContaining({ imageUrl }));
    // A form opened before the change sends the old URL, one opened after it the new URL.
    for (const known of [body.imageUrl, imageUrl]) {
      const changed = await shop.put(body.id, { ...teapot, imageUrl: known }, shop.seller, elsewhere);
      expect(changed.body).toMatchObject({ imageUrl });
    }
    expect((await shop.products.find(body.id))?.discardedImages).toEqual([]);
    expect(await isStored(body.imageUrl)).toBe(true);
  });

  it('shows an image that an earlier version stored with its absolute URL', async () => {
    const { body } = await shop.form().attach('image', png, 'a.png').expect(201);
    await shop.products.model.updateOne({ _id: body.id }, { $set: { imageUrl: 'http://before.test/a.png' } });
    expect((await shop.get(`/${body.id}`)).body.imageUrl).toBe(body.imageUrl);
  });

  it('keeps an image that the product of another user referred to and dropped', async () => {
    const { body } = await shop.form().attach('image', png, 'a.png').expect(201);
    const otherUser = newUser();
    const copy = await shop.post({ ...teapot, imageUrl: body.imageUrl }, otherUser);
    await shop.put(copy.body.id, { ...teapot, imageUrl: null }, otherUser).expect(200);
    const { body: dropped } = await shop.form().attach('image', png, 'b.png').expect(201);
    await shop.put(dropped.id, { ...teapot, imageUrl: null }).expect(200);
    await eventually(async () => !(await isStored(dropped.imageUrl)));
    expect(await isStored(body.imageUrl)).toBe(true);
  });

  it('accepts an image of exactly 10 MiB', async () => {
    const bytes = pngOf(10 * MiB);
    const { body } = await shop.form().attach('image', bytes, 'large.png').expect(201);
    expect(await isStored(body.imageUrl)).toBe(true);
  });

  it.each([
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
    ['is 1 MiB of zeros', Buffer.alloc(MiB), 'zeros.png', 'invalid_image', 'JPEG, PNG or WebP'],
    ['is empty', Buffer.alloc(0), 'empty.png', 'invalid_image', 'JPEG, PNG or WebP'],
    ['is cut off', png.subarray(0, 40), 'half.png', 'invalid_image', 'JPEG, PNG or WebP'],
    ['is a page with the first bytes of a PNG', disguisedHtml, 'a.png', 'invalid_image', 'JPEG, PNG or WebP'],
    ['has 51 megapixels', bomb, 'bomb.png', 'image_too_large', '50 megapixels'],
  ])('rejects a file that %s and keeps nothing stored', async (_name, bytes, filename, code, why) => {
    await expectImagesRemoved(async () => {
      const { status, body } = await shop.form().attach('image', bytes, filename);
      expect(status).toBe(400);
      expect(body.errors).toEqual([{ code, message: expect.stringContaining(why), field: 'image' }]);
    });
  });

  it.each(['jpeg', 'png', 'webp'] as const)('removes where a photo was taken: %s', async (format) => {
    const bytes = await photo.toFormat(format).toBuffer();
    expect(bytes.includes('40/1 26/1 46/1') || (await sharp(bytes).metadata()).exif).toBeTruthy();
    const { body } = await shop.form().attach('image', bytes, 'photo').expect(201);
    const stored = await (await fetch(body.imageUrl)).arrayBuffer();
    const { exif, xmp, iptc, comments, orientation, ...image } = await sharp(stored).metadata();
    expect({ exif, xmp, iptc, comments, orientation }).toEqual({});
    // Turned as the metadata said, which is gone.
    expect(image).toMatchObject({ format, width: 20, height: 30 });
  });

  it('makes a large image smaller', async () => {
    const { body } = await shop.form().attach('image', await blank(6000, 300).jpeg().toBuffer(), 'wide.jpg');
    const { width, height } = await sharp(await (await fetch(body.imageUrl)).arrayBuffer()).metadata();
    expect({ width, height }).toEqual({ width: 2560, height: 128 });
  });

  it('removes a page hidden behind the image', async () => {
    const { body } = await shop.form().attach('image', Buffer.concat([png, disguisedHtml]), 'a.png');
    const stored = await (await fetch(body.imageUrl)).arrayBuffer();
    expect(Buffer.from(stored).includes('<script>')).toBe(false);
  });

  it('keeps an animated image animated', async () => {
    const frame = (value: number) =>
      ({ create: { width: 4, height: 4, channels: 3, background: { r: value, g: 0, b: 0 } } }) as const;
    const frames = await Promise.all([0, 99, 200].map((value) => sharp(frame(value)).png().toBuffer()));
    const moving = await sharp(frames, { join: { animated: true } })
      .webp()
      .toBuffer();
    const { body } = await shop.form().attach('image', moving, 'a.webp').expect(201);
    expect((await sharp(await (await fetch(body.imageUrl)).arrayBuffer()).metadata()).pages).toBe(3);
  });

  it('removes the image of a form with another invalid field', async () => {
    const { body } = await shop.form().attach('image', png, 'a.png').expect(201);
    await expectImagesRemoved(async () => {
      await shop.form().field('colour', 'blue').attach('image', png, 'b.png').expect(400);
      await shop.form({ id: body.id }).field('colour', 'blue').attach('image', png, 'c.png').expect(400);
    });
    expect((await shop.get(`/${body.id}`)).body).toEqual(body);
    expect(await isStored(body.imageUrl)).toBe(true);
  });

  it('rejects an image for the product of another user before storing it', async () => {
    const { id } = await shop.product();
    const before = await shop.storedImages();
    const answer = await shop.form({ id, user: newUser() }).attach('image', png, 'a.png');
    expect(errorOf(answer)).toEqual({ status: 401, codes: ['not_owner'], fields: [undefined] });
    expect(await shop.storedImages()).toEqual(before);
  });
});
