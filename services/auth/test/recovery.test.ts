import { errorOf, eventually } from '@ecommerce/test-kit';
import request from 'supertest';
import { MailServer, type ReceivedMail } from '../../../tests/mail-server.ts';
import { cookieIn, deviceCookieIn, newEmail, password, startAuth } from './auth.ts';

const PUBLIC_URL = 'https://shop.test';
const newPassword = 'a password that is new';

const mailServer = await MailServer.create();
afterAll(() => mailServer.stop());
const env = { SMTP_URL: mailServer.smtpUrl, PUBLIC_URL, MAILS_PER_PLACE: '1000' };
const auth = await startAuth(env);
type Auth = typeof auth;

async function account() {
  const email = newEmail();
  const response = await auth.signUp(email);
  return { id: response.body.id as string, email, cookie: cookieIn(response) };
}

const post = (path: string, body: object = {}, cookie = '', { test } = auth) =>
  request(test.app).post(`/api/users/${path}`).set('Cookie', cookie).send(body);
const requestReset = (email: string, at = auth) => post('password-reset', { email }, '', at);
const reset = (token: string, given = newPassword) =>
  post('password-reset/confirm', { token, newPassword: given });
const verify = (token: string) => post('verification/confirm', { token });
const isSignedIn = async (cookie: string) => (await auth.currentUser(cookie)).body.currentUser !== null;
const accountOf = (cookie: string) =>
  request(auth.test.app).get('/api/users/account').set('Cookie', cookie).expect(200);

const tokenIn = ({ text }: ReceivedMail, page: string) =>
  new RegExp(`^${PUBLIC_URL}${page}#token=([\\w-]+)$`, 'm').exec(text)?.[1] ?? '';
/** Waits for the mails about something, and returns them. */
const mailsAbout = (email: string, subject: RegExp, count = 1) =>
  eventually(async () => {
    const mails = (await mailServer.mailsTo(email)).filter((mail) => subject.test(mail.subject));
    if (mails.length < count) throw new Error(`${email} has ${mails.length} of ${count} mails`);
    return mails;
  });
/** Requests a link for a new password, and returns its token. */
async function resetToken(email: string, count = 1): Promise<string> {
  await requestReset(email);
  const mail = (await mailsAbout(email, /reset/i, count)).at(-1);
  return tokenIn(mail as ReceivedMail, '/reset-password');
}
const stored = (id: string) => auth.users.findById(id).orFail().lean();
/** Waits until no mail of a user is left to send. */
const untilSent = (id: string) => eventually(async () => ((await stored(id)).mails ?? []).length === 0);
const invalidLink = { status: 400, codes: ['invalid_link'], fields: ['token'] };
const DAY_MS = 24 * 3600_000;
const expire = (id: string, kind: string) =>
  auth.users.collection.updateOne(
    { _id: auth.test.deps.users.model.hydrate({ _id: id })._id },
    { $set: { [`links.${kind}.expiresAt`]: new Date(Date.now() - 1) } },
  );

describe('POST /api/users/password-reset', () => {
  it('sends a link with a token that only its hash is stored of', async () => {
    const { id, email } = await account();
    const response = await requestReset(email);
    expect([response.status, response.body]).toEqual([200, {}]);
    const [mail] = await mailsAbout(email, /reset/i);
    const token = tokenIn(mail as ReceivedMail, '/reset-password');
    expect(Buffer.from(token, 'base64url')).toHaveLength(44);
    expect(mail?.from).toMatchObject([{ address: 'no-reply@ecommerce.local' }]);
    await untilSent(id);
    expect(JSON.stringify(await stored(id))).not.toContain(token.slice(16));
  });

  it('answers an unknown email address alike, and sends it nothing', async () => {
    const email = newEmail();
    const response = await requestReset(email);
    expect([response.status, response.body]).toEqual([200, {}]);
    const known = await account();
    await resetToken(known.email);
    expect(await mailServer.mailsTo(email)).toEqual([]);
  });

  it('does not tell by its duration whether there is an account', async () => {
    const { email } = await account();
    const fastest = { known: Number.POSITIVE_INFINITY, unknown: Number.POSITIVE_INFINITY };
    const measure = async (kind: keyof typeof fastest, of: string) => {
      const begin = performance.now();
      await requestReset(of);
      fastest[kind] = Math.min(fastest[kind], performance.now() - begin);
    };
    const ratio = () => fastest.known / fastest.unknown;
    // The fastest answers of both kinds end with the same step; others are slow for reasons of the machine.
    for (let time = 0; time < 4 || (time < 30 && Math.abs(ratio() - 1) > 0.2); time++)
      for (const [kind, of] of [['known', email] as const, ['unknown', newEmail()] as const])
        await measure(kind, of);
    expect(ratio()).toBeGreaterThan(0.8);
    expect(ratio()).toBeLessThan(1.25);
  });

  it('leads to the shop whatever the request says about its host', async () => {
    const { email } = await account();
    await requestReset(email)
      .set('Host', 'evil.test')
      .set('X-Forwarded-Host', 'evil.test')
      .set('Origin', 'https://evil.test');
    const [mail] = await mailsAbout(email, /reset/i);
    expect(mail?.text).not.toContain('evil');
    expect((await reset(tokenIn(mail as ReceivedMail, '/reset-password'))).status).toBe(200);
  });

  it.each([
    ['a header', 'ada@example.com\r\nBcc: eve@example.com'],
    ['a second recipient', 'ada@example.com,eve@example.com'],
    ['a recipient with a name', 'Eve <eve@example.com>'],
    ['an SMTP command', 'ada@example.com>\r\nRCPT TO:<eve@example.com'],
  ])('rejects an email address with %s', async (_name, email) => {
    for (const response of [await requestReset(email), await auth.signUp(email)])
      expect(errorOf(response)).toEqual({ status: 400, codes: ['invalid_value'], fields: ['email'] });
  });

  it('sends to one recipient however special the characters of the address are', async () => {
    const email = `o'neil+%{x}=&|/?^\`~$!#*-${newEmail().slice(0, 12)}@example.com`;
    await auth.signUp(email);
    const [mail] = await mailServer.untilMailsTo(email, 1);
    expect(mail?.to.map(({ address }) => address)).toEqual([email]);
  });

  it('limits requests from one place', async () => {
    const limited = await startAuth({ ...env, MAILS_PER_PLACE: '2' });
    const answers = [];
    for (let count = 0; count < 3; count++)
      answers.push(await requestReset(newEmail(), limited).set('X-Forwarded-For', '203.0.113.7'));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(errorOf(answers[2] as (typeof answers)[0]).codes).toEqual(['too_many_mails']);
  });

  it('limits mails to one account silently, and keeps the last link', async () => {
    const limited = await startAuth({ ...env, MAILS_PER_ACCOUNT: '1' });
    const { id, email } = await account();
    for (let count = 0; count < 3; count++) expect((await requestReset(email, limited)).status).toBe(200);
    const [mail] = await mailsAbout(email, /reset/i);
    await untilSent(id);
    expect(await mailsAbout(email, /reset/i)).toHaveLength(1);
    expect((await reset(tokenIn(mail as ReceivedMail, '/reset-password'))).status).toBe(200);
  });
});

describe('many requests for a new password', () => {
  const limits = { ...env, MAILS_PER_ACCOUNT: '1' };
  const requestFrom = (at: Auth, email: string, ip: string, cookie = '') =>
    requestReset(email, at).set('X-Forwarded-For', ip).set('Cookie', cookie).expect(200);

  it('from one place leave others their own', async () => {
    const limited = await startAuth(limits);
    const { id, email } = await account();
    for (let count = 0; count < 3; count++) await requestFrom(limited, email, '203.0.113.21');
    await mailsAbout(email, /reset/i);
    await requestFrom(limited, email, '203.0.113.22');
    await mailsAbout(email, /reset/i, 2);
    await untilSent(id);
    expect(await mailsAbout(email, /reset/i)).toHaveLength(2);
  });

  it('from many places end for all but a browser that has signed in', async () => {
    const limited = await startAuth(limits);
    const { id, email } = await account();
    const device = deviceCookieIn(await auth.signIn(email));
    for (let place = 31; place < 37; place++) {
      await requestFrom(limited, email, `203.0.113.${place}`);
      await untilSent(id);
    }
    expect(await mailsAbout(email, /reset/i)).toHaveLength(4);
    await requestFrom(limited, email, '203.0.113.37', device);
    expect(await mailsAbout(email, /reset/i, 5)).toHaveLength(5);
  });

  it('do not keep a user from confirming the email address', async () => {
    const limited = await startAuth(limits);
    const { email, cookie } = await account();
    for (let place = 41; place < 47; place++) await requestFrom(limited, email, `203.0.113.${place}`);
    expect((await post('verification', {}, cookie, limited)).status).toBe(200);
  });
});

describe('mails of changes', () => {
  it('cannot fill the mailbox of another person by signing up again and again', async () => {
    const limited = await startAuth({ ...env, MAILS_PER_ACCOUNT: '1' });
    const email = newEmail();
    for (let count = 0; count < 3; count++) {
      const response = await limited.signUp(email).expect(201);
      await untilSent(response.body.id);
      const deletion = request(limited.test.app).delete('/api/users/currentuser');
      await deletion.set('Cookie', cookieIn(response)).send({ password }).expect(200);
    }
    expect(await mailServer.mailsTo(email)).toHaveLength(1);
  });

  it('cannot fill it by changing passwords, and do not depend on requests', async () => {
    const limited = await startAuth({ ...env, MAILS_PER_ACCOUNT: '1' });
    const someone = await account();
    let { cookie } = someone;
    await requestReset(someone.email, limited);
    const passwords = [password, 'a second password', 'a third password', 'a fourth password'];
    for (const [index, currentPassword] of passwords.slice(0, -1).entries()) {
      const body = { currentPassword, newPassword: passwords[index + 1] };
      const change = request(limited.test.app).put('/api/users/password');
      cookie = cookieIn(await change.set('Cookie', cookie).send(body).expect(200));
      await untilSent(someone.id);
    }
    expect(await mailsAbout(someone.email, /changed/)).toHaveLength(1);
  });
});

describe('POST /api/users/password-reset/confirm', () => {
  it('sets the password, ends all sessions, confirms the address and informs the owner', async () => {
    const { email, cookie } = await account();
    const response = await reset(await resetToken(email));
    expect([response.status, response.body]).toEqual([200, {}]);
    expect(cookieIn(response)).toBe('');
    expect(await isSignedIn(cookie)).toBe(false);
    expect((await auth.signIn(email)).status).toBe(400);
    const again = await auth.signIn(email, newPassword);
    expect((await accountOf(cookieIn(again))).body.emailVerified).toBe(true);
    const [mail] = await mailsAbout(email, /changed/);
    expect(mail?.text).not.toContain('token=');
  });

  it('lets the owner sign in after too many wrong passwords', async () => {
    const limited = await startAuth({ ...env, WRONG_PASSWORDS: '1' });
    const { email } = await account();
    const from = { ip: '203.0.113.8' };
    const signIn = (given: string, cookie?: string) =>
      limited.signIn(email, given, { ...from, ...(cookie && { cookie }) });
    await signIn('not the password');
    expect((await signIn(password)).status).toBe(429);
    const device = deviceCookieIn(await reset(await resetToken(email)));
    expect((await signIn(newPassword, device)).status).toBe(200);
  });

  it('accepts a token once', async () => {
    const { email } = await account();
    const token = await resetToken(email);
    expect((await reset(token)).status).toBe(200);
    expect(errorOf(await reset(token, 'yet another password'))).toEqual(invalidLink);
    expect((await auth.signIn(email, newPassword)).status).toBe(200);
  });

  it('accepts one of two concurrent uses of a token', async () => {
    const token = await resetToken((await account()).email);
    const answers = await Promise.all([reset(token), reset(token)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  });

  it.each<[string, (someone: { id: string; email: string; cookie: string }) => Promise<unknown>]>([
    ['after 30 minutes', ({ id }) => expire(id, 'passwordReset')],
    ['when there is a newer one', ({ email }) => resetToken(email, 2)],
    [
      'after a change of the password',
      ({ cookie }) =>
        request(auth.test.app)
          .put('/api/users/password')
          .set('Cookie', cookie)
          .send({ currentPassword: password, newPassword: 'changed in between' })
          .expect(200),
    ],
    [
      'after the deletion of the account',
      ({ cookie }) =>
        request(auth.test.app)
          .delete('/api/users/currentuser')
          .set('Cookie', cookie)
          .send({ password })
          .expect(200),
    ],
  ])('rejects a token %s', async (_name, invalidate) => {
    const someone = await account();
    const token = await resetToken(someone.email);
    await invalidate(someone);
    expect(errorOf(await reset(token))).toEqual(invalidLink);
  });

  it('expires 30 minutes after the request', async () => {
    const { id, email } = await account();
    await resetToken(email);
    const { links } = await stored(id);
    const minutes = ((links?.passwordReset?.expiresAt.getTime() ?? 0) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(28);
    expect(minutes).toBeLessThanOrEqual(30);
  });

  it('rejects guessed tokens, those of others and those for another purpose', async () => {
    const [someone, other] = [await account(), await account()];
    const token = await resetToken(someone.email);
    const theirs = await resetToken(other.email);
    const [mail] = await mailsAbout(someone.email, /confirm/i);
    const guesses = [
      `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`,
      token.slice(0, 16) + theirs.slice(16),
      token.slice(0, 16) + 'A'.repeat(43),
      token.slice(0, 16),
      token.toUpperCase(),
      tokenIn(mail as ReceivedMail, '/verify-email'),
      'x'.repeat(59),
      'é'.repeat(59),
      '$where',
    ];
    for (const guess of guesses) expect(errorOf(await reset(guess))).toEqual(invalidLink);
    expect((await reset(token)).status).toBe(200);
  });

  it.each([
    ['an operator', { $ne: null }],
    ['a list', ['x']],
    ['nothing', undefined],
    ['a long text', 'x'.repeat(201)],
  ])('rejects %s as a token', async (_name, token) => {
    const response = await post('password-reset/confirm', { token, newPassword });
    expect(errorOf(response)).toMatchObject({ status: 400, fields: ['token'] });
  });

  it('keeps the link when the new password is rejected', async () => {
    const token = await resetToken((await account()).email);
    expect(errorOf(await reset(token, 'short'))).toMatchObject({ status: 400, fields: ['newPassword'] });
    expect((await reset(token)).status).toBe(200);
  });
});

describe('email verification', () => {
  it('begins with a mail at sign-up, whose link confirms the address', async () => {
    const { email, cookie } = await account();
    expect((await accountOf(cookie)).body).toMatchObject({ email, emailVerified: false });
    const [mail] = await mailServer.untilMailsTo(email, 1);
    const token = tokenIn(mail as ReceivedMail, '/verify-email');
    // A page may send it twice, and on a device that is not signed in.
    for (let time = 0; time < 2; time++) expect((await verify(token)).status).toBe(200);
    expect((await accountOf(cookie)).body.emailVerified).toBe(true);
  });

  it('sends the link again, which replaces the first', async () => {
    const { email, cookie } = await account();
    const [first] = await mailServer.untilMailsTo(email, 1);
    expect((await post('verification', {}, cookie)).status).toBe(200);
    const [, second] = await mailServer.untilMailsTo(email, 2);
    expect(errorOf(await verify(tokenIn(first as ReceivedMail, '/verify-email')))).toEqual(invalidLink);
    expect((await verify(tokenIn(second as ReceivedMail, '/verify-email'))).status).toBe(200);
  });

  it('sends nothing to an address that is confirmed, or to guests', async () => {
    const { id, email, cookie } = await account();
    const [mail] = await mailServer.untilMailsTo(email, 1);
    await verify(tokenIn(mail as ReceivedMail, '/verify-email'));
    expect((await post('verification', {}, cookie)).status).toBe(200);
    await untilSent(id);
    expect(await mailServer.mailsTo(email)).toHaveLength(1);
    expect((await post('verification')).status).toBe(401);
  });

  it('rejects a link after 24 hours', async () => {
    const { id, email } = await account();
    const [mail] = await mailServer.untilMailsTo(email, 1);
    const { links } = await stored(id);
    expect(links?.verification?.expiresAt.getTime()).toBeLessThanOrEqual(Date.now() + DAY_MS);
    await expire(id, 'verification');
    expect(errorOf(await verify(tokenIn(mail as ReceivedMail, '/verify-email')))).toEqual(invalidLink);
  });

  it('limits the mails of one account', async () => {
    const limited = await startAuth({ ...env, MAILS_PER_ACCOUNT: '2' });
    const cookie = cookieIn(await limited.signUp(newEmail()));
    const statuses = [];
    for (let count = 0; count < 3; count++)
      statuses.push((await post('verification', {}, cookie, limited)).status);
    expect(statuses).toEqual([200, 200, 429]);
  });
});

describe('a change of password', () => {
  it('informs the owner by mail', async () => {
    const { email, cookie } = await account();
    await request(auth.test.app)
      .put('/api/users/password')
      .set('Cookie', cookie)
      .send({ currentPassword: password, newPassword })
      .expect(200);
    const [mail] = await mailsAbout(email, /changed/);
    expect(mail?.text).toContain('If it was not you');
  });
});
