import { badTokens, cookieOf, cookieOfToken, newId, newUser, rejection, tokenOf } from '@ecommerce/test-kit';
import request from 'supertest';
import { Shop, teapot } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

describe('/api/products/:id', () => {
  it.each([
    ['short', 'abc', 400],
    ['not hex', 'z'.repeat(24), 400],
    ['too long', '1'.repeat(25), 400],
    ['an operator', '%7B%22%24ne%22%3Anull%7D', 400],
    ['a NUL', '%00', 400],
    ['half an escape', '%E0%A4%A', 400],
    ['a parent path', '..%2f..%2fetc', 400],
    ['very long', 'a'.repeat(5000), 400],
    ['unknown', newId(), 404],
  ])('rejects an id that is %s', async (_name, id, status) => {
    expect(rejection(await shop.get(`/${id}`)).status).toBe(status);
    expect(rejection(await shop.put(id, teapot)).status).toBe(status);
  });
});

describe('GET /api/products', () => {
  it.each([
    ['page=0', 'page'],
    ['page=-1', 'page'],
    ['page=x', 'page'],
    ['page=', 'page'],
    ['page=1.5', 'page'],
    ['page=1e308', 'page'],
    ['page=9007199254740993', 'page'],
    ['page=1&page=2', 'page'],
    ['page[$gt]=1', 'page[$gt]'],
    ['limit=0', 'limit'],
    ['limit=1000', 'limit'],
    ['limit=NaN', 'limit'],
    ['sort=', 'sort'],
    ['sort=userId', 'sort'],
    ['sort=price&sort=title', 'sort'],
    ['sort=__proto__', 'sort'],
    ['search=', 'search'],
    ['search=%00', 'search'],
    ['search=a&search=b', 'search'],
    ['search[$ne]=1', 'search[$ne]'],
    ['search[$regex]=.*', 'search[$regex]'],
    [`search=${'a'.repeat(101)}`, 'search'],
    ['mine=perhaps', 'mine'],
    ['mine=true&mine=true', 'mine'],
    ['title=A', 'title'],
    ['__proto__=1', '__proto__'],
  ])('rejects ?%s and names the field', async (query, field) => {
    const answer = await shop.get(`?${query}`).set('Cookie', cookieOf(shop.seller));
    expect(rejection(answer)).toEqual({ status: 400, fields: [field] });
  });
});

describe('authentication', () => {
  const seller = newUser();
  it.each(badTokens(seller))('answers 401 to %s and changes nothing', async (_name, token) => {
    const { id } = (await shop.post(teapot, seller).expect(201)).body;
    const before = await shop.products.model.find({}, { outbox: 0 }).lean();
    const calls = [
      request(shop.app).post('/api/products').send(teapot),
      request(shop.app)
        .put(`/api/products/${id}`)
        .send({ ...teapot, price: 1 }),
      request(shop.app).get('/api/products?mine=true'),
    ];
    for (const call of calls)
      expect(rejection(await call.set('Cookie', cookieOfToken(token))).status).toBe(401);
    expect(await shop.products.model.find({}, { outbox: 0 }).lean()).toEqual(before);
  });

  it.each([
    ['lists the catalog', '', 200],
    ['cannot list the own products', '?mine=true', 503],
  ])('%s when auth cannot renew the session', async (_what, query, status) => {
    const expired = cookieOfToken(tokenOf(seller, { age: 1000 }));
    const answer = await request(shop.app).get(`/api/products${query}`).set('Cookie', expired);
    expect(answer.status).toBe(status);
  });
});
