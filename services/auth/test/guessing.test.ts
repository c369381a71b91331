import { setTimeout as sleep } from 'node:timers/promises';
import { errorOf } from '@ecommerce/test-kit';
import request, { type Response } from 'supertest';
import { cookieIn, deviceCookieIn, newEmail, password, startAuth } from './auth.ts';

const WINDOW_MS = 15 * 60_000;
const WRONG = 'not the password';

type Auth = Awaited<ReturnType<typeof startAuth>>;

/** An attack that begins in one window and ends in the next may guess twice as often. */
beforeEach(async () => {
  const leftMs = WINDOW_MS - (Date.now() % WINDOW_MS);
  if (leftMs < 30_000) await sleep(leftMs);
});

/** Returns an IP address that no other test uses. */
let addresses = 0;
function newIp(): string {
  addresses++;
  return `203.0.${addresses >> 8}.${addresses & 0xff}`;
}

/** Counts the guesses whose password was judged: the others were rejected without. */
const judged = (answers: Response[]) => answers.filter(({ status }) => status === 400).length;
const rejected = (answers: Response[]) => answers.filter(({ status }) => status === 429).length;

/** Sends requests in parallel. */
const parallel = (times: number, send: (index: number) => PromiseLike<Response>): Promise<Response[]> =>
  Promise.all(Array.from({ length: times }, (_, index) => send(index)));

/** Sends requests one after another. */
async function inTurn(times: number, send: () => PromiseLike<Response>): Promise<Response[]> {
  const answers: Response[] = [];
  while (answers.length < times) answers.push(await send());
  return answers;
}

/** Signs a new user up. @returns the email and the cookie of the browser */
async function newOwner(auth: Auth) {
  const email = newEmail();
  const answer = await auth.signUp(email, undefined, { ip: newIp() });
  return { email, device: deviceCookieIn(answer) };
}

describe('guesses at one account from one place', () => {
  it('are judged exactly as often as allowed, also 60 in parallel', async () => {
    const auth = await startAuth();
    const { email } = await newOwner(auth);
    const ip = newIp();
    const guesses = await parallel(60, () => auth.signIn(email, WRONG, { ip }));
    expect({ judged: judged(guesses), rejected: rejected(guesses) }).toEqual({ judged: 20, rejected: 40 });
    const next = await auth.signIn(email, undefined, { ip });
    expect(errorOf(next)).toMatchObject({ status: 429, codes: ['too_many_attempts'] });
    expect(Number(next.headers['retry-after'])).toBeGreaterThan(20);
    expect((await auth.signIn((await newOwner(auth)).email, undefined, { ip })).status).toBe(200);
  });

  it('are counted by all instances together', async () => {
    const limits = { WRONG_PASSWORDS: '7' };
    const [one, two] = await Promise.all([startAuth(limits), startAuth(limits)]);
    const { email } = await newOwner(one);
    const ip = newIp();
    const guesses = await parallel(40, (index) => (index % 2 === 0 ? one : two).signIn(email, WRONG, { ip }));
    expect({ judged: judged(guesses), rejected: rejected(guesses) }).toEqual({ judged: 7, rejected: 33 });
  });

  it('are forgotten after the correct password', async () => {
    const auth = await startAuth({ WRONG_PASSWORDS: '3' });
    const { email } = await newOwner(auth);
    const from = { ip: newIp() };
    for (let round = 0; round < 3; round++) {
      expect(judged(await inTurn(2, () => auth.signIn(email, WRONG, from)))).toBe(2);
      expect((await auth.signIn(email, undefined, from)).status).toBe(200);
    }
  });

  it('cannot be spread by a forged X-Forwarded-For', async () => {
    const auth = await startAuth({ WRONG_PASSWORDS: '5' });
    const { email } = await newOwner(auth);
    const ip = newIp();
    // As a gateway forwards it that appends the client's address to a header of the client.
    const guesses = await parallel(20, (index) =>
      auth.signIn(email, WRONG, { ip: `198.51.100.${index}, ${ip}` }),
    );
    expect(judged(guesses)).toBe(5);
  });

  it('are not counted when sign-in is too busy to judge them', async () => {
    const auth = await startAuth({ HASHES_AT_ONCE: '1', HASHES_WAITING: '0', SCRYPT_N: '16384' });
    const { email } = await newOwner(auth);
    const ip = newIp();
    const guesses = await parallel(12, () => auth.signIn(email, WRONG, { ip }));
    const busy = guesses.filter((answer) => answer.body.errors[0].code === 'sign_in_busy');
    expect(busy.length).toBeGreaterThan(0);
    const places = (await auth.counters()).filter(({ _id }) => String(_id).startsWith('place:'));
    const ofAccount = places.map(({ count, parts }) => [count, Object.values(parts)[0]]);
    expect(ofAccount).toContainEqual([judged(guesses), judged(guesses)]);
  });
});

describe('guesses at one account from many places', () => {
  const limits = { WRONG_PASSWORDS: '10', WRONG_PASSWORDS_PER_ACCOUNT: '40' };
  const attack = async (auth: Auth, email: string, places: number) => {
    const counts: number[] = [];
    for (let place = 0; place < places; place++) {
      const ip = newIp();
      counts.push(judged(await inTurn(12, () => auth.signIn(email, WRONG, { ip }))));
    }
    return counts;
  };

  it('are slowed down, while the owner signs in', async () => {
    const auth = await startAuth(limits);
    const { email, device } = await newOwner(auth);
    expect(await attack(auth, email, 8)).toEqual([10, 10, 10, 10, 1, 1, 1, 1]);

    const known = await auth.signIn(email, undefined, { ip: newIp(), cookie: device });
    const unknown = await auth.signIn(email, undefined, { ip: newIp() });
    expect([known.status, unknown.status]).toEqual([200, 200]);
  });

  it('do not stop the owner at a place where the attacker is', async () => {
    const auth = await startAuth(limits);
    const { email, device } = await newOwner(auth);
    const ip = newIp();
    await parallel(12, () => auth.signIn(email, WRONG, { ip }));
    expect((await auth.signIn(email, undefined, { ip })).status).toBe(429);
    const owner = await auth.signIn(email, undefined, { ip, cookie: device });
    expect(owner.status).toBe(200);
    expect(deviceCookieIn(owner)).not.toBe(device);
  });

  it('are slowed down at an unknown email alike', async () => {
    const auth = await startAuth(limits);
    const { email } = await newOwner(auth);
    const [known, unknown] = [await attack(auth, email, 6), await attack(auth, newEmail(), 6)];
    expect(unknown).toEqual(known);
  });
});

describe('guesses at many accounts from one place', () => {
  it.each([
    ['IPv4 address', () => '192.0.2.1', '192.0.2.2'],
    ['IPv4 address mapped to IPv6', () => '::ffff:192.0.2.3', '192.0.2.4'],
    ['IPv6 /64', (index: number) => `2001:db8:1:2:${index.toString(16)}::1`, '2001:db8:1:3::1'],
  ])('are limited per %s', async (_name, ipOf, neighbour) => {
    const auth = await startAuth({ WRONG_PASSWORDS_PER_PLACE: '15' });
    const guesses = await parallel(40, (index) => auth.signIn(newEmail(), WRONG, { ip: ipOf(index) }));
    expect({ judged: judged(guesses), rejected: rejected(guesses) }).toEqual({ judged: 15, rejected: 25 });
    expect((await auth.signIn(newEmail(), WRONG, { ip: neighbour })).status).toBe(400);

    const { email, device } = await newOwner(auth);
    expect((await auth.signIn(email, undefined, { ip: ipOf(1), cookie: device })).status).toBe(200);
  });

  it('do not count correct passwords', async () => {
    const auth = await startAuth({ WRONG_PASSWORDS: '1', WRONG_PASSWORDS_PER_PLACE: '1' });
    const ip = newIp();
    for (let user = 0; user < 4; user++) {
      const { email } = await newOwner(auth);
      const answers = await inTurn(2, () => auth.signIn(email, undefined, { ip }));
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    }
  });
});

describe('a device cookie', () => {
  const limits = { WRONG_PASSWORDS: '4' };

  it('allows only as many guesses as a place, if it is stolen', async () => {
    const auth = await startAuth(limits);
    const { email, device } = await newOwner(auth);
    const ip = newIp();
    const guesses = await parallel(30, () => auth.signIn(email, WRONG, { ip, cookie: device }));
    // Afterwards the thief counts as a stranger.
    expect(judged(guesses)).toBe(4 + 4);
  });

  it.each([
    ['of another account', async (auth: Auth) => (await newOwner(auth)).device],
    ['without a signature', async () => 'device=AAAAAAAAAAAAAAAAAAAAAA.1.'],
    ['with another signature', async () => `device=AAAAAAAAAAAAAAAAAAAAAA.1.${'A'.repeat(43)}`],
    ['without parts', async () => 'device=yes'],
  ])('%s exempts nobody', async (_name, cookieOf) => {
    const auth = await startAuth(limits);
    const { email } = await newOwner(auth);
    const [ip, cookie] = [newIp(), await cookieOf(auth)];
    expect(judged(await parallel(12, () => auth.signIn(email, WRONG, { ip, cookie })))).toBe(4);
  });

  it('of before a change of password exempts nobody, and the one of the change does', async () => {
    const auth = await startAuth(limits);
    const { email, device } = await newOwner(auth);
    const session = cookieIn(await auth.signIn(email));
    const body = { currentPassword: password, newPassword: 'a password that is new' };
    const change = request(auth.test.app).put('/api/users/password').set('Cookie', session).send(body);
    const renewed = deviceCookieIn(await change.expect(200));
    const ip = newIp();
    expect(judged(await parallel(12, () => auth.signIn(email, WRONG, { ip, cookie: device })))).toBe(4);
    expect((await auth.signIn(email, body.newPassword, { ip, cookie: renewed })).status).toBe(200);
  });

  it('is found behind one that a neighbouring host has set', async () => {
    const auth = await startAuth(limits);
    const { email, device } = await newOwner(auth);
    const ip = newIp();
    await parallel(6, () => auth.signIn(email, WRONG, { ip }));
    const cookie = `device=forged; theme=dark; ${device}`;
    expect((await auth.signIn(email, undefined, { ip, cookie })).status).toBe(200);
  });

  it('is set only by a correct password', async () => {
    const auth = await startAuth();
    const { email } = await newOwner(auth);
    expect(deviceCookieIn(await auth.signIn(email, WRONG))).toBe('');
    expect(deviceCookieIn(await auth.signIn(newEmail(), WRONG))).toBe('');
    expect(deviceCookieIn(await auth.signIn(email))).toMatch(/^device=[\w-]{22}\.\d+\.[\w-]{43}$/);
  });
});

describe('the counters', () => {
  it('hold neither emails nor IP addresses', async () => {
    const auth = await startAuth();
    const { email, device } = await newOwner(auth);
    const ip = newIp();
    await auth.signIn(email, WRONG, { ip });
    await auth.signIn(email, WRONG, { ip, cookie: device });
    const stored = await auth.counters();
    expect(stored.length).toBeGreaterThanOrEqual(4);
    for (const { _id, expiresAt, parts = {}, ...rest } of stored) {
      expect(_id).toMatch(/^[a-z -]+:[\w-]{43}:\d+$/);
      expect(Object.keys(rest)).toEqual(['count']);
      for (const part of Object.keys(parts)) expect(part).toMatch(/^[\w-]{43}$/);
    }
  });

  it('are required: without the database nothing is judged', async () => {
    const auth = await startAuth();
    await auth.closeDatabase();
    const answers = [await auth.signIn(newEmail(), WRONG), await auth.signUp(newEmail())];
    expect(answers.map((answer) => errorOf(answer))).toEqual([
      expect.objectContaining({ status: 503, codes: ['unavailable'] }),
      expect.objectContaining({ status: 503, codes: ['unavailable'] }),
    ]);
  });
});

describe('sign-ups from one place', () => {
  it('are limited, registered emails included', async () => {
    const auth = await startAuth({ SIGN_UPS_PER_PLACE: '10' });
    const { email: registered } = await newOwner(auth);
    const ip = newIp();
    const answers = await parallel(20, (index) =>
      auth.signUp(index % 2 === 0 ? newEmail() : registered, undefined, { ip }),
    );
    const limited = answers.filter(({ status }) => status === 429);
    expect(limited.length).toBe(10);
    expect(errorOf(limited[0] as Response)).toMatchObject({ codes: ['too_many_sign_ups'] });
    expect((await auth.signUp(newEmail(), undefined, { ip: newIp() })).status).toBe(201);
  });
});
