import { setTimeout as sleep } from 'node:timers/promises';
import { cookieOfToken, errorOf, eventually, newId, newUser, tokenOf } from '@ecommerce/test-kit';
import request, { type Response } from 'supertest';
import { cookieIn, newEmail, password, startAuth } from './auth.ts';

const auth = await startAuth();
const DAY_MS = 24 * 3600_000;

async function account() {
  const email = newEmail();
  const response = await auth.signUp(email);
  const id: string = response.body.id;
  // The mail of a sign-up changes the user once more.
  await eventually(async () => (await auth.users.findById(id).orFail().lean()).mails?.length === 0);
  return { id, email, cookie: cookieIn(response) };
}
type Account = Awaited<ReturnType<typeof account>>;

const send = (
  method: 'get' | 'put' | 'post' | 'delete',
  path: string,
  cookie: string,
  { app = auth.test.app, body }: { app?: typeof auth.test.app; body?: object } = {},
) => request(app)[method](`/api/users/${path}`).set('Cookie', cookie).send(body);
const isSignedIn = async (cookie: string, app = auth.test.app) =>
  (await send('get', 'currentuser', cookie, { app })).body.currentUser !== null;
const sessionsOf = async ({ id }: { id: string }) => (await auth.users.findById(id).orFail().lean()).sessions;
const statusAndCodes = (response: Response) => {
  const { status, codes } = errorOf(response);
  return { status, codes };
};
/** An expired token of the newest session of a user. */
async function expiredCookie({ id, email }: Account): Promise<string> {
  const sid = (await sessionsOf({ id })).at(-1)?.id;
  return cookieOfToken(tokenOf({ id, email }, { age: 1000, claims: { sid } }));
}
const setSession = (id: string, fields: object) =>
  auth.users.updateOne(
    { _id: id },
    {
      $set: Object.fromEntries(Object.entries(fields).map(([name, value]) => [`sessions.0.${name}`, value])),
    },
  );

describe('a session', () => {
  it('begins with a token of its own, also twice within a second', async () => {
    const { email } = await account();
    const cookies = (await Promise.all([auth.signIn(email), auth.signIn(email)])).map(cookieIn);
    expect(new Set(cookies).size).toBe(2);
    expect(await Promise.all(cookies.map((cookie) => isSignedIn(cookie)))).toEqual([true, true]);
  });

  it('ends at sign-out, for a copied cookie too', async () => {
    const { cookie } = await account();
    expect((await send('post', 'signout', cookie)).status).toBe(200);
    expect(await isSignedIn(cookie)).toBe(false);
    expect((await send('get', 'sessions', cookie)).status).toBe(401);
  });

  it('ends at every instance', async () => {
    const other = await startAuth();
    const { cookie } = await account();
    expect(await isSignedIn(cookie, other.test.app)).toBe(true);
    await send('post', 'signout', cookie);
    await eventually(async () => !(await isSignedIn(cookie, other.test.app)));
  });

  it('has ended for an instance that starts later', async () => {
    const other = await startAuth();
    const { cookie } = await account();
    await send('post', 'signout', cookie);
    await eventually(async () => !(await isSignedIn(cookie, other.test.app)));
    // For the last 10 s, each follower looks back in any case, because clocks differ.
    await sleep(11_000);
    expect(await isSignedIn(cookie, (await startAuth()).test.app)).toBe(false);
  });

  it('is replaced by a new one at the next sign-in, of anyone', async () => {
    const [one, other] = [await account(), await account()];
    const again = await auth.signIn(one.email).set('Cookie', one.cookie);
    expect([await isSignedIn(one.cookie), await isSignedIn(cookieIn(again))]).toEqual([false, true]);
    await auth.signIn(other.email).set('Cookie', cookieIn(again));
    expect(await isSignedIn(cookieIn(again))).toBe(false);
    expect(await sessionsOf(one)).toEqual([]);
  });

  it('stays when the next sign-in fails', async () => {
    const { email, cookie } = await account();
    await auth.signIn(email, 'not this one').set('Cookie', cookie);
    expect(await isSignedIn(cookie)).toBe(true);
  });

  it('ends where it was used least recently when there are more than 50', async () => {
    const { id, email, cookie } = await account();
    await setSession(id, { lastSeenAt: new Date(Date.now() - 1000) });
    for (let count = 0; count < 50; count++) await auth.signIn(email);
    expect(await sessionsOf({ id })).toHaveLength(50);
    expect(await isSignedIn(cookie)).toBe(false);
  });
});

describe('an expired token', () => {
  const renewed = async (someone: Account, app = auth.test.app) =>
    send('get', 'currentuser', await expiredCookie(someone), { app });

  it('is replaced, and the session is seen', async () => {
    const someone = await account();
    const before = new Date(Date.now() - 2 * 60_000);
    await setSession(someone.id, { lastSeenAt: before });
    const response = await renewed(someone);
    expect(response.body.currentUser).toMatchObject({ id: someone.id, email: someone.email });
    expect(await isSignedIn(cookieIn(response))).toBe(true);
    const [session] = await sessionsOf(someone);
    expect(session?.lastSeenAt.getTime()).toBeGreaterThan(before.getTime());
  });

  it('is replaced without a write when it was just replaced', async () => {
    const someone = await account();
    const before = await auth.users.findById(someone.id).lean();
    expect(await Promise.all([1, 2, 3].map(async () => cookieIn(await renewed(someone))))).toEqual(
      Array(3).fill(expect.stringMatching(/^session=./)),
    );
    expect(await auth.users.findById(someone.id).lean()).toEqual(before);
  });

  it.each([
    ['unused for a week', { lastSeenAt: new Date(Date.now() - 8 * DAY_MS) }],
    ['30 days old', { createdAt: new Date(Date.now() - 31 * DAY_MS) }],
    ['that is another', { id: 'another' }],
  ])('is rejected when the session is %s', async (_name, fields) => {
    const someone = await account();
    const cookie = await expiredCookie(someone);
    await setSession(someone.id, fields);
    const { body, headers } = await send('get', 'currentuser', cookie);
    expect({ body, cookie: headers['set-cookie'] }).toEqual({
      body: { currentUser: null },
      cookie: undefined,
    });
  });

  it('is rejected when the user is gone', async () => {
    const someone = await account();
    const cookie = await expiredCookie(someone);
    await auth.users.deleteOne({ _id: someone.id });
    expect(await isSignedIn(cookie)).toBe(false);
  });

  it('is replaced by one that does not outlive the session', async () => {
    const someone = await account();
    await setSession(someone.id, { createdAt: new Date(Date.now() - 30 * DAY_MS + 60_000) });
    const token = JSON.parse(Buffer.from(cookieIn(await renewed(someone)).slice(8), 'base64').toString()).jwt;
    const { exp } = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
    expect(exp - Date.now() / 1000).toBeLessThanOrEqual(60);
  });
});

describe('GET /api/users/sessions', () => {
  it('lists the devices of the user, and none of others', async () => {
    const { email, cookie } = await account();
    await account();
    await auth.signIn(email).set('User-Agent', 'x'.repeat(500));
    const { body } = await send('get', 'sessions', cookie);
    expect(body).toMatchObject([{ current: true }, { current: false, device: 'x'.repeat(200) }]);
    expect(Date.parse(body[0].expiresAt) - Date.parse(body[0].createdAt)).toBe(7 * DAY_MS);
  });

  it('leaves out expired ones', async () => {
    const { id, email } = await account();
    await setSession(id, { lastSeenAt: new Date(0) });
    const { body } = await send('get', 'sessions', cookieIn(await auth.signIn(email)));
    expect(body).toMatchObject([{ current: true }]);
  });
});

describe('DELETE /api/users/sessions', () => {
  const end = (cookie: string, id?: string, body: object = { password }) =>
    send('delete', id ? `sessions/${id}` : 'sessions', cookie, { body });

  it('ends one device', async () => {
    const { email, cookie } = await account();
    const other = cookieIn(await auth.signIn(email));
    const { body } = await send('get', 'sessions', cookie);
    expect((await end(cookie, body[1].id)).status).toBe(200);
    expect([await isSignedIn(cookie), await isSignedIn(other)]).toEqual([true, false]);
  });

  it('clears the cookie when the device is this one', async () => {
    const { cookie } = await account();
    const { body } = await send('get', 'sessions', cookie);
    const response = await end(cookie, body[0].id);
    expect(cookieIn(response)).toBe('session=');
    expect(response.headers['clear-site-data']).toBe('"storage"');
    expect(await isSignedIn(cookie)).toBe(false);
  });

  it('answers 404 for the session of another user', async () => {
    const [mine, theirs] = [await account(), await account()];
    const { body } = await send('get', 'sessions', theirs.cookie);
    const response = await end(mine.cookie, body[0].id);
    expect(statusAndCodes(response)).toEqual({ status: 404, codes: ['session_not_found'] });
    expect(await isSignedIn(theirs.cookie)).toBe(true);
  });

  it('signs out everywhere', async () => {
    const { email, cookie } = await account();
    const other = cookieIn(await auth.signIn(email));
    expect((await end(cookie)).status).toBe(200);
    expect([await isSignedIn(cookie), await isSignedIn(other)]).toEqual([false, false]);
  });

  it.each([
    ['a wrong password', { password: 'not this one' }, 'wrong_password'],
    ['no password', {}, 'required'],
    ['an operator', { password: { $ne: null } }, 'invalid_value'],
  ])('ends nothing for someone with the cookie and %s', async (_name, body, code) => {
    const { email, cookie } = await account();
    const other = cookieIn(await auth.signIn(email));
    const { body: sessions } = await send('get', 'sessions', cookie);
    for (const id of [sessions[1].id, undefined])
      expect(errorOf(await end(cookie, id, body))).toEqual({
        status: 400,
        codes: [code],
        fields: ['password'],
      });
    expect([await isSignedIn(cookie), await isSignedIn(other)]).toEqual([true, true]);
  });
});

describe('PUT /api/users/password', () => {
  const change = (cookie: string, currentPassword: string, newPassword = 'another one that is good') =>
    send('put', 'password', cookie, { body: { currentPassword, newPassword } });

  it('changes the password and ends all other sessions', async () => {
    const { email, cookie } = await account();
    const other = cookieIn(await auth.signIn(email));
    const response = await change(cookie, password);
    expect({ status: response.status, email: response.body.email }).toEqual({ status: 200, email });
    const signedIn = await Promise.all([cookie, other, cookieIn(response)].map((one) => isSignedIn(one)));
    expect(signedIn).toEqual([false, false, true]);
    expect((await auth.signIn(email)).status).toBe(400);
    expect((await auth.signIn(email, 'another one that is good')).status).toBe(200);
  });

  it('rejects a wrong current password and keeps the sessions', async () => {
    const { email, cookie } = await account();
    const response = await change(cookie, 'not this one');
    expect(errorOf(response)).toEqual({
      status: 400,
      codes: ['wrong_password'],
      fields: ['currentPassword'],
    });
    expect(await isSignedIn(cookie)).toBe(true);
    expect((await auth.signIn(email)).status).toBe(200);
  });

  it('rejects a short new password', async () => {
    const response = await change((await account()).cookie, password, 'short');
    expect(errorOf(response)).toMatchObject({ status: 400, fields: ['newPassword'] });
  });

  it('applies one of two concurrent changes', async () => {
    const { email, cookie } = await account();
    const passwords = ['the first of the two', 'the second of the two'];
    const answers = await Promise.all(passwords.map((one) => change(cookie, password, one)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    const signIns = await Promise.all(passwords.map((one) => auth.signIn(email, one)));
    expect(signIns.map(({ status }) => status)).toEqual(answers.map(({ status }) => status));
  });
});

describe('session:ended', () => {
  it('names the sessions that a change of password ends, once each', async () => {
    const { id, email, cookie } = await account();
    await auth.signIn(email);
    const ended = (await sessionsOf({ id })).map((one) => one.id);
    await send('put', 'password', cookie, {
      body: { currentPassword: password, newPassword: `${password}!` },
    });
    const events = () => auth.test.events.payloads('session:ended').filter(({ userId }) => userId === id);
    await eventually(() => events().length > 0);
    expect(events()).toMatchObject([{ userId: id, sessionIds: ended }]);
  });
});

describe('a user stored before sessions existed', () => {
  it('can sign in', async () => {
    const { id, email } = await account();
    const unset = { sessions: 1, version: 1, outbox: 1 };
    await auth.users.collection.updateOne({ email }, { $unset: unset });
    expect(await isSignedIn(cookieIn(await auth.signIn(email)))).toBe(true);
    expect(await sessionsOf({ id })).toHaveLength(1);
  });
});

describe('a token of a user that never was', () => {
  it('is accepted until it expires, as only its signature is checked', async () => {
    expect(await isSignedIn(cookieOfToken(tokenOf({ id: newId(), email: newUser().email })))).toBe(true);
  });
});
