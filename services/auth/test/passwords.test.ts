import { parseEnv } from '@ecommerce/service-kit/runtime';
import { errorOf, testAuthEnv, testEnv } from '@ecommerce/test-kit';
import { authService } from '../src/service.ts';
import { newEmail, startAuth } from './auth.ts';

const auth = await startAuth();
const ofLength = (length: number) => 'x7Kp!v2q'.repeat(16).slice(0, length);

describe('passwords', () => {
  it('take as long to reject for an unknown email as for a known one', async () => {
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

  it('are stored as salted hashes with their cost', async () => {
    const emails = [newEmail(), newEmail()];
    await Promise.all(emails.map((email) => auth.signUp(email)));
    const [first, second] = await Promise.all(emails.map((email) => auth.hashOf(email)));
    expect(first).toMatch(/^scrypt\$1024\$1\$1\$[A-Za-z0-9+/=]{24}\$[A-Za-z0-9+/=]{88}$/);
    expect(first).not.toBe(second);
  });

  it('are hashed with N=16384, r=8, p=5 by default', () => {
    const config = parseEnv(authService.env, {
      ...testEnv,
      ...testAuthEnv,
      MONGO_URL: 'mongodb://unused',
      NATS_URL: 'nats://unused',
    });
    expect(config).toMatchObject({ SCRYPT_N: 16_384, SCRYPT_R: 8, SCRYPT_P: 5 });
  });

  it.each([
    ['are hashed again at sign-in after the cost was raised', '1024', '2048'],
    ['keep a stronger hash after the cost was lowered', '2048', '1024'],
  ])('%s', async (_name, before, after) => {
    const email = newEmail();
    await (await startAuth({ SCRYPT_N: before })).signUp(email);
    const changed = await startAuth({ SCRYPT_N: after });
    expect((await changed.signIn(email)).status).toBe(200);
    expect(await auth.hashOf(email)).toMatch(/^scrypt\$2048\$1\$1\$/);
    expect((await changed.signIn(email)).status).toBe(200);
  });
});

describe('configuration of auth', () => {
  it.each([
    ['not a power of two', { SCRYPT_N: '10000' }],
    ['too cheap', { SCRYPT_N: '512' }],
    ['not a number', { SCRYPT_P: 'many' }],
    ['zero', { HASHES_AT_ONCE: '0' }],
  ])('rejects a hashing variable that is %s, and names it', async (_name, env) => {
    await expect(startAuth(env)).rejects.toThrow(Object.keys(env)[0]);
  });
});

describe('POST /api/users/signup', () => {
  it('answers 429 beyond the queue for hashes, and accepts a retry', async () => {
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

  it('treats a password in another Unicode form as the same', async () => {
    const email = newEmail();
    const composed = 'caf\u00e9 au lait';
    expect((await auth.signUp(email, composed)).status).toBe(201);
    expect((await auth.signIn(email, composed.normalize('NFD'))).status).toBe(200);
  });

  it.each([
    ['8 characters', ofLength(8)],
    ['64 characters', ofLength(64)],
    ['128 characters', ofLength(128)],
    ['spaces and other scripts', ' пароль 密码 '],
  ])('accepts a password of %s unchanged', async (_name, given) => {
    const email = newEmail();
    expect((await auth.signUp(email, given)).status).toBe(201);
    expect((await auth.signIn(email, given)).status).toBe(200);
    expect((await auth.signIn(email, `${given.slice(0, -1)}?`)).status).toBe(400);
  });
});
