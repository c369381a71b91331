import { cookieOf, eventually, newId, newUser, rejection } from '@ecommerce/test-kit';
import request from 'supertest';
import { removeProductsOf } from '../src/remove-product.ts';
import { png } from './image-files.ts';
import { paymentFor, Shop, teapot } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

const notFound = { status: 404, fields: [undefined] };
const isStored = async (url: string) => (await fetch(url)).ok;
const listed = async (search: string, app = shop.app) =>
  (await shop.get(`?search=${encodeURIComponent(search)}`, app).expect(200)).body;
const mine = (user = shop.seller) => shop.get('?mine=true&limit=100').set('Cookie', cookieOf(user));
/** Waits until all events of a product are published. */
const published = (id: string) =>
  eventually(async () => expect((await shop.products.findStored(id))?.outbox ?? []).toEqual([]));
/** Waits until nothing of a product is stored. */
const deleted = (id: string) => eventually(async () => !(await shop.products.findStored(id)));

describe('DELETE /api/products/:id', () => {
  it('removes the product everywhere, returns it and publishes that', async () => {
    const { body } = await shop.post({ ...teapot, title: 'Withdrawn soon' }).expect(201);
    const answer = await shop.remove(body.id.toUpperCase());
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ ...body, version: 1, updatedAt: answer.body.updatedAt });
    expect(rejection(await shop.get(`/${body.id}`))).toEqual(notFound);
    expect(await listed('Withdrawn soon')).toEqual([]);
    const ids = (await mine()).body.map(({ id }: { id: string }) => id);
    expect(ids).not.toContain(body.id);
    await eventually(() => shop.published('product:removed', body.id).length === 1);
    expect(shop.published('product:removed', body.id)).toEqual([
      { id: body.id, version: 1, meta: expect.anything() },
    ]);
  });

  it('removes the image, also after the process died before that', async () => {
    const { body } = await shop.form().attach('image', png, 'a.png').expect(201);
    expect((await shop.remove(body.id)).body.imageUrl).toBeNull();
    await eventually(async () => !(await isStored(body.imageUrl)));

    const { body: other } = await shop.form().attach('image', png, 'b.png').expect(201);
    const discardedImages = [other.imageUrl.split('/').at(-1)];
    await shop.products.model.updateOne(
      { _id: other.id },
      { $set: { imageKey: null, discardedImages, removedAt: new Date() } },
    );
    await shop.test.recover();
    await eventually(async () => !(await isStored(other.imageUrl)));
    for (const { id } of [body, other]) await deleted(id);
  });

  it('deletes the document, also next to a replaced image and after a crash', async () => {
    const removedAt = new Date();
    const interrupted = await shop.product();
    await published(interrupted.id);
    await shop.products.model.updateOne({ _id: interrupted.id }, { $set: { removedAt } });
    await shop.test.recover();
    await deleted(interrupted.id);

    const { body: replaced } = await shop.form().attach('image', png, 'a.png').expect(201);
    await shop.form({ id: replaced.id }).attach('image', png, 'b.png').expect(200);
    await shop.remove(replaced.id).expect(200);
    await deleted(replaced.id);
    await eventually(async () => !(await isStored(replaced.imageUrl)));
  });

  it('disappears from the list of another instance, and from one that starts later', async () => {
    const other = await shop.otherInstance({});
    const { id } = await shop.product({ title: 'At two instances' });
    await eventually(async () => expect(await listed('At two instances', other.app)).toHaveLength(1));
    await shop.remove(id).expect(200);
    await eventually(async () => expect(await listed('At two instances', other.app)).toEqual([]));
    const later = await shop.otherInstance({});
    expect(await listed('At two instances', later.app)).toEqual([]);
    for (const { app } of [other, later]) expect(rejection(await shop.get(`/${id}`, app))).toEqual(notFound);
  });

  it('answers 404 to every later request, without a write or an event', async () => {
    const { id } = await shop.product();
    await shop.remove(id).expect(200);
    await deleted(id);
    for (const user of [shop.seller, newUser()]) {
      expect(rejection(await shop.remove(id, user))).toEqual(notFound);
      expect(rejection(await shop.put(id, teapot, user))).toEqual(notFound);
    }
    expect(await shop.products.findStored(id)).toBeNull();
    expect(shop.published('product:removed', id)).toHaveLength(1);
    expect(shop.published('product:updated', id)).toEqual([]);
  });

  it('is applied once for ten concurrent requests', async () => {
    const { id } = await shop.product();
    const answers = await Promise.all(Array.from({ length: 10 }, () => shop.remove(id)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(9).fill(404)]);
    await published(id);
    expect(shop.published('product:removed', id)).toMatchObject([{ version: 1 }]);
  });

  it('rejects the image of an update that arrives after it', async () => {
    const { id } = await shop.product();
    await shop.remove(id).expect(200);
    const before = await shop.storedImages();
    expect(rejection(await shop.form({ id }).attach('image', png, 'a.png'))).toEqual(notFound);
    expect(await shop.storedImages()).toEqual(before);
  });

  it('answers 401 to another user and to a guest, and 404 for an unknown product', async () => {
    const { id } = await shop.product();
    const answer = await shop.remove(id, newUser());
    expect(answer.body.errors).toEqual([
      { code: 'not_owner', message: 'You do not have access to this product.' },
    ]);
    expect((await request(shop.app).delete(`/api/products/${id}`)).status).toBe(401);
    expect((await shop.get(`/${id}`)).body).toMatchObject({ version: 0 });
    expect(rejection(await shop.remove(newId()))).toEqual(notFound);
  });
});

describe('a payment of an order placed before the removal', () => {
  it('is rejected, also when another product is in stock', async () => {
    const [kept, removed] = [await shop.product(), await shop.product()];
    await shop.remove(removed.id).expect(200);
    for (const ids of [[removed.id], [kept.id, removed.id], [removed.id, kept.id]]) {
      const payment = paymentFor(ids.map((productId) => ({ productId, quantity: 1 })));
      await shop.pay(payment);
      await eventually(() => shop.published('inventory:rejected', payment.id).length === 1);
      expect(shop.published('inventory:rejected', payment.id)).toMatchObject([
        { orderId: payment.orderId, items: [{ productId: removed.id, quantity: 1 }] },
      ]);
      expect(await shop.stateOf(payment)).toBe('rejected');
    }
    await deleted(removed.id);
    expect(await shop.quantities([kept, removed].map(({ id }) => ({ productId: id, quantity: 1 })))).toEqual([
      teapot.quantity,
      undefined,
    ]);
  });

  it('is allocated or rejected as a whole when it arrives during the removal', async () => {
    const rounds = Array.from({ length: 10 }, async (_, round) => {
      const lines = await shop.lines(5, 5);
      const payment = paymentFor(round % 2 ? lines : lines.slice(0, 1));
      const { productId = '' } = lines[0] ?? {};
      const [answer] = await Promise.all([shop.remove(productId), shop.pay(payment)]);
      expect(answer.status).toBe(200);
      await eventually(async () => ['allocated', 'rejected'].includes(String(await shop.stateOf(payment))));
      const isSold = (await shop.stateOf(payment)) === 'allocated';
      const [ofRemoved, ofOther] = await shop.quantities(lines);
      const isReservedFirst = ofRemoved !== undefined;
      if (isSold) expect(isReservedFirst).toBe(true);
      if (isReservedFirst) expect(ofRemoved).toBe(isSold ? 4 : 5);
      expect(ofOther).toBe(isSold && payment.items.length > 1 ? 4 : 5);
      const markers = isReservedFirst ? [{}, {}] : [undefined, {}];
      await eventually(async () => expect(await shop.stepMarkers(lines)).toEqual(markers));
      await published(productId);
      const events = shop.published('product:updated', productId);
      expect(events.filter(({ version }) => Number(version) > answer.body.version)).toEqual([]);
    });
    await Promise.all(rounds);
  });

  it('stays allocated, and its refund returns the units without an event', async () => {
    const lines = await shop.lines(5, 5);
    const payment = paymentFor(lines);
    await shop.pay(payment);
    await eventually(async () => (await shop.stateOf(payment)) === 'allocated');
    const { productId = '' } = lines[0] ?? {};
    await shop.remove(productId).expect(200);
    await published(productId);
    const updates = shop.published('product:updated', productId);
    await Promise.all([1, 2, 3].map(() => shop.refund(payment)));
    await eventually(async () => (await shop.stateOf(payment)) === 'released');
    await eventually(async () => expect(await shop.stepMarkers(lines)).toEqual([{}, {}]));
    expect(await shop.quantities(lines)).toEqual([5, 5]);
    await published(productId);
    expect(shop.published('product:updated', productId)).toEqual(updates);
    expect(rejection(await shop.get(`/${productId}`))).toEqual(notFound);
    await shop.test.recover();
    await shop.products.cleanup.flush();
    expect(await shop.products.find(productId)).toMatchObject({ removedAt: expect.any(Date) });
  });

  it('keeps the document of its product, unlike that of a product without orders', async () => {
    const lines = await shop.lines(5, 5);
    const payment = paymentFor(lines.slice(0, 1));
    await shop.pay(payment);
    await eventually(async () => (await shop.stateOf(payment)) === 'allocated');
    for (const { productId } of lines) await shop.remove(productId).expect(200);
    const [sold = '', unsold = ''] = lines.map(({ productId }) => productId);
    await deleted(unsold);
    expect(await shop.products.find(sold)).toMatchObject({ quantity: 4, isOrdered: true });
  });
});

describe('removeProductsOf', () => {
  it('removes all products of one user, and nothing when it is repeated', async () => {
    const [seller, other] = [newUser(), newUser()];
    const ids: string[] = [];
    for (let count = 0; count < 3; count++) ids.push((await shop.post(teapot, seller).expect(201)).body.id);
    await shop.post(teapot, other).expect(201);
    await shop.remove(ids[0] ?? '', seller).expect(200);
    await removeProductsOf(shop.products, seller.id);
    for (const id of ids) expect(rejection(await shop.get(`/${id}`))).toEqual(notFound);
    expect((await mine(seller)).body).toEqual([]);
    expect((await mine(other)).body).toHaveLength(1);
    for (const id of ids) await deleted(id);
    await removeProductsOf(shop.products, seller.id);
    expect(ids.map((id) => shop.published('product:removed', id).length)).toEqual([1, 1, 1]);
  });
});
