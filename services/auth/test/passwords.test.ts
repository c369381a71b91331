import { parseEnv } from '@ecommerce/service-kit/runtime';
import { errorOf, testEnv } from '@ecommerce/test-kit';
import { authService } from '../src/service.ts';
import { newEmail, startAuth } from './auth.ts';

const auth = await startAuth();

test('an unknown email takes as long as a wrong password', async () => {
  const slow = await startAuth({ SCRYPT_N: '16384', SCRYPT_R: '8', SCRYPT_P: '2', WRONG_PASSWORDS: '100' });
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
  await (await startAuth({ SCRYPT_N: before })).signUp(email);
  const changed = await startAuth({ SCRYPT_N: after });
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
  await expect(startAuth(env)).rejects.toThrow(Object.keys(env)[0]);
});

test('requests beyond the queue for hashes get 429 and can retry', async () => {
  const slow = { SCRYPT_N: '16384', SCRYPT_R: '8' };
  const narrow = await startAuth({ ...slow, HASHES_AT_ONCE: '1', HASHES_WAITING: '2' });
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
