import {
  cookieOf,
  cookieOfToken,
  dropDatabase,
  newUser,
  testConfig,
  testLog,
  useDatabase,
} from '@ecommerce/shared/testing';
import type { Express } from 'express';
import jwt from 'jsonwebtoken';
import request from 'supertest';
import { createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { User } from '../src/user.ts';

const cheap = { SCRYPT_N: '1024', SCRYPT_R: '1', SCRYPT_P: '1' };
const appWith = (env: Record<string, string> = {}): Express => {
  const config = readConfig({ MONGO_URL: 'mongodb://unused', JWT_KEY: testConfig.JWT_KEY, ...cheap, ...env });
  return createApp({ config, log: testLog }, config);
};
const app = appWith();

beforeAll(useDatabase);
afterAll(dropDatabase);

const password = 'correct horse battery';
const signUp = (email: string, to = app) => request(to).post('/api/users/signup').send({ email, password });
const signIn = (body: object, to = app) => request(to).post('/api/users/signin').send(body);
const cookieIn = (response: request.Response): string =>
  response.headers['set-cookie']?.[0]?.split(';')[0] ?? '';
const whoIs = (cookie: string, to = app) => request(to).get('/api/users/currentuser').set('Cookie', cookie);
const address = () => newUser().email;

test('when someone signs up, then they are signed in, by a cookie that scripts can not read', async () => {
  const email = address();
  const response = await signUp(email.toUpperCase());
  expect(response.status).toBe(201);
  expect(response.body).toEqual({ id: expect.stringMatching(/^[0-9a-f]{24}$/), email });
  expect(response.headers['set-cookie']?.[0]).toMatch(
    /^session=.*; path=\/; expires=.*; samesite=lax; httponly$/i,
  );
  const me = await whoIs(cookieIn(response));
  expect(me.body).toEqual({ currentUser: { id: response.body.id, email, iat: expect.any(Number) } });
});

test('when the front is HTTPS, then the cookie is Secure', async () => {
  const response = await signUp(address(), appWith({ COOKIE_SECURE: 'true' })).set(
    'X-Forwarded-Proto',
    'https',
  );
  expect(response.headers['set-cookie']?.[0]).toMatch(/; secure/i);
});

test('when an address is taken, also by someone at the same moment, then signing up again is refused', async () => {
  const email = address();
  const statuses = (await Promise.all([1, 2, 3].map(() => signUp(email)))).map((response) => response.status);
  expect(statuses.sort()).toEqual([201, 400, 400]);
  const again = await signUp(email);
  expect(again.body.errors).toEqual([{ message: expect.stringContaining('in use'), field: 'email' }]);
});

test('when the password is right, then one is signed in; signing out ends it', async () => {
  const email = address();
  await signUp(email);
  const response = await signIn({ email, password });
  expect(response.status).toBe(200);
  expect((await whoIs(cookieIn(response))).body.currentUser.email).toBe(email);
  const out = await request(app).post('/api/users/signout').set('Cookie', cookieIn(response));
  expect({ status: out.status, body: out.body }).toEqual({ status: 200, body: {} });
  expect(out.headers['set-cookie']?.[0]).toMatch(/^session=; .*expires=Thu, 01 Jan 1970/i);
});

test('when the password or the address is wrong, then the answers can not be told apart', async () => {
  const email = address();
  await signUp(email);
  const wrong = await signIn({ email, password: 'not this one' });
  const unknown = await signIn({ email: address(), password });
  expect(wrong.status).toBe(400);
  expect({ status: unknown.status, body: unknown.body }).toEqual({ status: wrong.status, body: wrong.body });
});

test('when an address is unknown, then the answer takes as long as for a wrong password', async () => {
  const slow = appWith({ SCRYPT_N: '16384', SCRYPT_R: '8', SCRYPT_P: '2', WRONG_PASSWORDS: '100' });
  const email = address();
  await signUp(email, slow);
  const took = async (to: string) => {
    const begin = performance.now();
    await signIn({ email: to, password: 'not this one' }, slow);
    return performance.now() - begin;
  };
  const known: number[] = [];
  const unknown: number[] = [];
  for (let round = 0; round < 9; round++) {
    known.push(await took(email));
    unknown.push(await took(address()));
  }
  const median = (times: number[]) => times.sort((a, b) => a - b)[4] ?? 0;
  const ratio = median(unknown) / median(known);
  expect(ratio).toBeGreaterThan(0.6);
  expect(ratio).toBeLessThan(1.6);
});

test('when a hash is stored, then it tells its cost and not the password, and never the same twice', async () => {
  const [one, other] = [address(), address()];
  await Promise.all([signUp(one), signUp(other)]);
  const [first, second] = await Promise.all(
    [one, other].map((email) => User.findOne({ email }).orFail().lean()),
  );
  expect(first?.passwordHash).toMatch(/^scrypt\$1024\$1\$1\$[A-Za-z0-9+/=]{24}\$[A-Za-z0-9+/=]{88}$/);
  expect(first?.passwordHash).not.toBe(second?.passwordHash);
});

test('when nothing is configured, then a hash costs N=16384, r=8, p=5', () => {
  const config = readConfig({ MONGO_URL: 'mongodb://unused', JWT_KEY: testConfig.JWT_KEY });
  expect(config).toMatchObject({ SCRYPT_N: 16_384, SCRYPT_R: 8, SCRYPT_P: 5 });
});

test('when the cost is raised, then older hashes still work, and are made anew at the next sign-in', async () => {
  const email = address();
  await signUp(email);
  const dearer = appWith({ SCRYPT_N: '2048' });
  expect((await signIn({ email, password }, dearer)).status).toBe(200);
  expect((await User.findOne({ email }).orFail().lean()).passwordHash).toMatch(/^scrypt\$2048\$1\$1\$/);
  expect((await signIn({ email, password }, dearer)).status).toBe(200);
});

test('when the cost is lowered, then stronger hashes stay as they are', async () => {
  const email = address();
  await signUp(email, appWith({ SCRYPT_N: '2048' }));
  expect((await signIn({ email, password })).status).toBe(200);
  expect((await User.findOne({ email }).orFail().lean()).passwordHash).toMatch(/^scrypt\$2048\$1\$1\$/);
});

test.each([
  ['no power of two', { SCRYPT_N: '10000' }],
  ['too cheap', { SCRYPT_N: '512' }],
  ['no number', { SCRYPT_P: 'many' }],
  ['zero', { HASHES_AT_ONCE: '0' }],
])('when a hashing variable is %s, then the service does not start, and says which', (_name, env) => {
  expect(() => appWith(env)).toThrow(Object.keys(env)[0]);
});

test('when more hash at once than allowed, then the rest get 429 and can come again', async () => {
  const narrow = appWith({ SCRYPT_N: '16384', SCRYPT_R: '8', HASHES_AT_ONCE: '1', HASHES_WAITING: '2' });
  const answers = await Promise.all(Array.from({ length: 12 }, () => signUp(address(), narrow)));
  const refused = answers.filter((response) => response.status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(answers.filter((response) => response.status === 201).length).toBeGreaterThanOrEqual(3);
  expect(refused.length + answers.filter((response) => response.status === 201).length).toBe(12);
  expect(refused[0]?.headers['retry-after']).toBe('1');
  expect((await signUp(address(), narrow)).status).toBe(201);
});

test('when someone guesses on and on, then they are stopped, and others are not', async () => {
  const strict = appWith({ WRONG_PASSWORDS: '3' });
  const [victim, other] = [address(), address()];
  await Promise.all([signUp(victim, strict), signUp(other, strict)]);
  const statuses: number[] = [];
  for (let guess = 0; guess < 4; guess++)
    statuses.push((await signIn({ email: victim, password: 'a wrong one' }, strict)).status);
  expect(statuses).toEqual([400, 400, 400, 429]);
  const refused = await signIn({ email: victim, password }, strict);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(60);
  expect((await signIn({ email: other, password }, strict)).status).toBe(200);
});

test('when someone signs in again and again with the right password, then they are never stopped', async () => {
  const strict = appWith({ WRONG_PASSWORDS: '1' });
  const email = address();
  await signUp(email, strict);
  const statuses: number[] = [];
  for (let time = 0; time < 4; time++) statuses.push((await signIn({ email, password }, strict)).status);
  expect(statuses).toEqual([200, 200, 200, 200]);
});

test('when a password is typed in another Unicode form, then it is the same password', async () => {
  const email = address();
  const composed = 'caf\u00e9 au lait';
  expect((await request(app).post('/api/users/signup').send({ email, password: composed })).status).toBe(201);
  expect((await signIn({ email, password: composed.normalize('NFD') })).status).toBe(200);
});

test.each([
  ['8 characters', 'a'.repeat(8)],
  ['64 characters', 'a'.repeat(64)],
  ['128 characters', 'a'.repeat(128)],
  ['blanks and other scripts', ' пароль 密码 '],
])('when a password has %s, then it is taken as it is', async (_name, given) => {
  const email = address();
  expect((await request(app).post('/api/users/signup').send({ email, password: given })).status).toBe(201);
  expect((await signIn({ email, password: given })).status).toBe(200);
  expect((await signIn({ email, password: `${given.slice(0, -1)}?` })).status).toBe(400);
});

const user = newUser();
const key = testConfig.JWT_KEY;
const aged = (seconds: number) => jwt.sign({ ...user, iat: Math.floor(Date.now() / 1000) - seconds }, key);
test.each([
  ['made with another key', jwt.sign(user, 'another key that is long enough to be one')],
  ['of algorithm none', jwt.sign(user, '', { algorithm: 'none' })],
  ['of another algorithm', jwt.sign(user, key, { algorithm: 'HS512' })],
  ['older than the configured age', aged(8 * 24 * 3600)],
  ['expired', jwt.sign({ ...user, exp: 1 }, key)],
  ['without an email', jwt.sign({ id: user.id }, key)],
  ['with an object for an id', jwt.sign({ ...user, id: { $ne: null } }, key)],
  ['that is no token', 'garbage'],
])('when the cookie holds a token %s, then nobody is signed in', async (_name, token) => {
  const response = await whoIs(cookieOfToken(token));
  expect({ status: response.status, body: response.body }).toEqual({
    status: 200,
    body: { currentUser: null },
  });
});

test('when the token is ours and young, then its bearer is signed in', async () => {
  expect((await whoIs(cookieOf(user))).body.currentUser).toMatchObject(user);
  expect((await whoIs(cookieOfToken(aged(3600)))).body.currentUser).toMatchObject(user);
  expect((await whoIs('')).body).toEqual({ currentUser: null });
});
