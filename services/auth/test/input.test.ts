import { dropDatabase, testConfig, testLog, useDatabase } from '@ecommerce/shared/testing';
import request from 'supertest';
import { createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { User } from '../src/user.ts';

const config = readConfig({ MONGO_URL: 'mongodb://unused', JWT_KEY: testConfig.JWT_KEY, SCRYPT_N: '1024' });
const app = createApp({ config, log: testLog }, config);

beforeAll(useDatabase);
afterAll(async () => {
  const users = await User.countDocuments();
  await dropDatabase();
  expect(users).toBe(0);
});

const good = { email: 'someone@example.com', password: 'correct horse battery' };
const bodies: [string, unknown][] = [
  ['nothing', {}],
  ['no password', { email: good.email }],
  ['no address', { password: good.password }],
  ['an operator for the address', { ...good, email: { $ne: null } }],
  ['an operator for the password', { ...good, password: { $ne: null } }],
  ['an array for the address', { ...good, email: [good.email] }],
  ['a number for the password', { ...good, password: 12345678 }],
  ['null for the address', { ...good, email: null }],
  ['an address that is none', { ...good, email: 'someone' }],
  ['an address with a NUL', { ...good, email: 'some\u0000one@example.com' }],
  ['an address with a lone surrogate', { ...good, email: '\ud800@example.com' }],
  ['a very long address', { ...good, email: `${'a'.repeat(300)}@example.com` }],
  ['a name longer than mail knows', { ...good, email: `${'a'.repeat(65)}@example.com` }],
  ['an empty password', { ...good, password: '' }],
  ['a huge password', { ...good, password: 'a'.repeat(129) }],
  ['a password with a NUL', { ...good, password: 'correct\u0000horse' }],
  ['a password with a lone surrogate', { ...good, password: 'correct \ud800 horse' }],
  ['an unknown field', { ...good, admin: true }],
  ['an array', [good]],
  ['3 MB', { ...good, password: 'a'.repeat(3_000_000) }],
];

for (const route of ['/api/users/signup', '/api/users/signin'])
  test.each(bodies)(`when ${route} gets %s, then the answer is 400 and says why`, async (_name, body) => {
    const response = await request(app)
      .post(route)
      .send(body as object);
    expect(response.status).toBe(400);
    expect(response.body.errors[0].message).toEqual(expect.any(String));
    expect(response.text).not.toMatch(/node_modules|\.ts:/);
  });

test.each(['{"email":', '"text"', '\u0000', '{"email":"a","email"}'])(
  'when the body is no JSON object (%j), then the answer is 400',
  async (text) => {
    const response = await request(app).post('/api/users/signup').type('json').send(text);
    expect(response.status).toBe(400);
  },
);

test('when a field is named __proto__, then it is refused like any unknown one', async () => {
  const text = `{"email":"${good.email}","password":"${good.password}","__proto__":{"admin":true}}`;
  const response = await request(app).post('/api/users/signup').type('json').send(text);
  expect(response.status).toBe(400);
});

test('when a password is shorter than 8 characters, then signing up says so', async () => {
  const response = await request(app)
    .post('/api/users/signup')
    .send({ ...good, password: 'a'.repeat(7) });
  expect(response.body.errors).toEqual([{ message: expect.any(String), field: 'password' }]);
});

test('when the cookie is nonsense, then the request is answered all the same', async () => {
  for (const cookie of ['session=%%%', 'session=e30', 'session=bnVsbA==', `session=${'A'.repeat(5000)}`]) {
    const response = await request(app).get('/api/users/currentuser').set('Cookie', cookie);
    expect(response.body).toEqual({ currentUser: null });
  }
});
