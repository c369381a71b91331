import { parseEnv } from '@ecommerce/service-kit/runtime';
import { badTokens, cookieOfToken, errorOf, newUser, testEnv, tokenOf } from '@ecommerce/test-kit';
import jwt from 'jsonwebtoken';
import type { Response } from 'supertest';
import { authService } from '../src/service.ts';
import { Auth, newEmail } from './auth.ts';

let auth: Auth;
beforeAll(async () => {
  auth = await Auth.start();
});
afterAll(() => auth.stop());

const cookieIn = (response: Response): string => response.headers['set-cookie']?.[0]?.split(';')[0] ?? '';

/** The answers to requests made one after another. */
async function repeat(times: number, send: () => PromiseLike<Response>): Promise<Response[]> {
  const answers: Response[] = [];
  while (answers.length < times) answers.push(await send());
  return answers;
}
const statusesOf = (answers: Response[]) => answers.map(({ status }) => status);

test('sign-up signs in, with a cookie that scripts cannot read', async () => {
  const email = newEmail();
  const response = await auth.signUp(email.toUpperCase());
  expect(response.status).toBe(201);
  expect(response.body).toEqual({ id: expect.stringMatching(/^[0-9a-f]{24}$/), email });
  expect(response.headers['set-cookie']?.[0]).toMatch(
    /^session=.*; path=\/; expires=.*; samesite=lax; httponly$/i,
  );
  const me = await auth.currentUser(cookieIn(response));
  expect(me.body).toEqual({ currentUser: { id: response.body.id, email, iat: expect.any(Number) } });
});

test('the cookie is Secure when the front is HTTPS', async () => {
  const secure = await auth.other({ COOKIE_SECURE: 'true' });
  const response = await secure.signUp(newEmail()).set('X-Forwarded-Proto', 'https');
  expect(response.headers['set-cookie']?.[0]).toMatch(/; secure/i);
});

test('an email can sign up once, also when several requests arrive at the same moment', async () => {
  const email = newEmail();
  const answers = await Promise.all([1, 2, 3].map(() => auth.signUp(email)));
  expect(statusesOf(answers).sort()).toEqual([201, 400, 400]);
  expect(errorOf(await auth.signUp(email))).toEqual({
    status: 400,
    codes: ['email_taken'],
    fields: ['email'],
  });
});

test('the right password signs in, and signing out ends the session', async () => {
  const email = newEmail();
  await auth.signUp(email);
  const response = await auth.signIn(email);
  expect(response.status).toBe(200);
  expect((await auth.currentUser(cookieIn(response))).body.currentUser.email).toBe(email);
  const out = await auth.post('signout').set('Cookie', cookieIn(response));
  expect({ status: out.status, body: out.body }).toEqual({ status: 200, body: {} });
  expect(out.headers['set-cookie']?.[0]).toMatch(/^session=; .*expires=Thu, 01 Jan 1970/i);
});

test('a wrong password and an unknown email get the same answer', async () => {
  const email = newEmail();
  await auth.signUp(email);
  const [wrong, unknown] = [await auth.signIn(email, 'not this one'), await auth.signIn(newEmail())];
  expect(errorOf(wrong)).toEqual({ status: 400, codes: ['wrong_credentials'], fields: [undefined] });
  expect({ status: unknown.status, body: unknown.body }).toEqual({ status: wrong.status, body: wrong.body });
});

test('an unknown email takes as long as a wrong password', async () => {
  const slow = await auth.other({ SCRYPT_N: '16384', SCRYPT_R: '8', SCRYPT_P: '2', WRONG_PASSWORDS: '100' });
  const email = newEmail();
  await slow.signUp(email);
  const msOf = async (guessed: string) => {
    const begin = performance.now();
    await slow.signIn(guessed, 'not this one');
    return performance.now() - begin;
  };
  const known: number[] = [];
  const unknown: number[] = [];
  for (let round = 0; round < 9; round++) {
    known.push(await msOf(email));
    unknown.push(await msOf(newEmail()));
  }
  const median = (times: number[]) => times.sort((a, b) => a - b)[4] ?? 0;
  const ratio = median(unknown) / median(known);
  expect(ratio).toBeGreaterThan(0.6);
  expect(ratio).toBeLessThan(1.6);
});

test('a stored hash holds its cost and not the password, and differs each time', async () => {
  const emails = [newEmail(), newEmail()];
  await Promise.all(emails.map((email) => auth.signUp(email)));
  const [first, second] = await Promise.all(emails.map((email) => auth.hashOf(email)));
  expect(first).toMatch(/^scrypt\$1024\$1\$1\$[A-Za-z0-9+/=]{24}\$[A-Za-z0-9+/=]{88}$/);
  expect(first).not.toBe(second);
});

test('a hash costs N=16384, r=8, p=5 by default', () => {
  const config = parseEnv(authService.env, { MONGO_URL: 'mongodb://unused', JWT_KEY: testEnv.JWT_KEY });
  expect(config).toMatchObject({ SCRYPT_N: 16_384, SCRYPT_R: 8, SCRYPT_P: 5 });
});

test.each([
  ['is raised, older hashes still work and are replaced at the next sign-in', '1024', '2048'],
  ['is lowered, stronger hashes stay', '2048', '1024'],
])('when the cost %s', async (_name, before, after) => {
  const email = newEmail();
  await (await auth.other({ SCRYPT_N: before })).signUp(email);
  const changed = await auth.other({ SCRYPT_N: after });
  expect((await changed.signIn(email)).status).toBe(200);
  expect(await auth.hashOf(email)).toMatch(/^scrypt\$2048\$1\$1\$/);
  expect((await changed.signIn(email)).status).toBe(200);
});

test.each([
  ['not a power of two', { SCRYPT_N: '10000' }],
  ['too cheap', { SCRYPT_N: '512' }],
  ['not a number', { SCRYPT_P: 'many' }],
  ['zero', { HASHES_AT_ONCE: '0' }],
])('the service names a hashing variable that is %s, and does not start', async (_name, env) => {
  await expect(Auth.start(env)).rejects.toThrow(Object.keys(env)[0]);
});

test('requests beyond the queue for hashes get 429 and can retry', async () => {
  const env = { SCRYPT_N: '16384', SCRYPT_R: '8', HASHES_AT_ONCE: '1', HASHES_WAITING: '2' };
  const narrow = await auth.other(env);
  const answers = await Promise.all(Array.from({ length: 12 }, () => narrow.signUp(newEmail())));
  const rejected = answers.filter(({ status }) => status === 429);
  const accepted = answers.filter(({ status }) => status === 201);
  expect(rejected.length).toBeGreaterThan(0);
  expect(accepted.length).toBeGreaterThanOrEqual(3);
  expect(rejected.length + accepted.length).toBe(12);
  expect(new Set(rejected.flatMap((answer) => errorOf(answer).codes))).toEqual(new Set(['sign_in_busy']));
  expect(rejected[0]?.headers['retry-after']).toBe('1');
  expect((await narrow.signUp(newEmail())).status).toBe(201);
});

test('repeated wrong passwords are stopped for their email only', async () => {
  const strict = await auth.other({ WRONG_PASSWORDS: '3' });
  const [victim, bystander] = [newEmail(), newEmail()];
  await Promise.all([strict.signUp(victim), strict.signUp(bystander)]);
  const guesses = await repeat(4, () => strict.signIn(victim, 'a wrong one'));
  expect(statusesOf(guesses)).toEqual([400, 400, 400, 429]);
  const rejected = await strict.signIn(victim);
  expect(errorOf(rejected)).toMatchObject({ status: 429, codes: ['too_many_attempts'] });
  expect(Number(rejected.headers['retry-after'])).toBeGreaterThan(60);
  expect((await strict.signIn(bystander)).status).toBe(200);
});

test('repeated sign-ins with the right password are never stopped', async () => {
  const strict = await auth.other({ WRONG_PASSWORDS: '1' });
  const email = newEmail();
  await strict.signUp(email);
  expect(statusesOf(await repeat(4, () => strict.signIn(email)))).toEqual([200, 200, 200, 200]);
});

test('a password in another Unicode form is the same password', async () => {
  const email = newEmail();
  const composed = 'caf\u00e9 au lait';
  expect((await auth.signUp(email, composed)).status).toBe(201);
  expect((await auth.signIn(email, composed.normalize('NFD'))).status).toBe(200);
});

test.each([
  ['8 characters', 'a'.repeat(8)],
  ['64 characters', 'a'.repeat(64)],
  ['128 characters', 'a'.repeat(128)],
  ['spaces and other scripts', ' пароль 密码 '],
])('a password of %s is accepted unchanged', async (_name, given) => {
  const email = newEmail();
  expect((await auth.signUp(email, given)).status).toBe(201);
  expect((await auth.signIn(email, given)).status).toBe(200);
  expect((await auth.signIn(email, `${given.slice(0, -1)}?`)).status).toBe(400);
});

const user = newUser();
const aged = (seconds: number) =>
  jwt.sign({ ...user, iat: Math.floor(Date.now() / 1000) - seconds }, testEnv.JWT_KEY);
test.each([
  ...badTokens(user),
  ['a token older than the configured age', aged(8 * 24 * 3600)],
  ['a token without an email', jwt.sign({ id: user.id }, testEnv.JWT_KEY)],
])('a cookie that holds %s signs nobody in', async (_name, token) => {
  const { status, body } = await auth.currentUser(cookieOfToken(token));
  expect({ status, body }).toEqual({ status: 200, body: { currentUser: null } });
});

test.each([
  ['now', tokenOf(user)],
  ['an hour ago', aged(3600)],
])('a valid token of %s signs its bearer in', async (_name, token) => {
  expect((await auth.currentUser(cookieOfToken(token))).body.currentUser).toMatchObject(user);
});

test('without a cookie nobody is signed in', async () => {
  expect((await auth.currentUser('')).body).toEqual({ currentUser: null });
});
