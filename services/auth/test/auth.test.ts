import { badTokens, cookieOfToken, errorOf, newUser, tokenOf } from '@ecommerce/test-kit';
import type { Response } from 'supertest';
import { cookieIn, newEmail, startAuth } from './auth.ts';

const auth = await startAuth();

const setCookie = (response: Response, name = 'session'): string | undefined =>
  [response.headers['set-cookie'] ?? []].flat().find((cookie: string) => cookie.startsWith(`${name}=`));

const statusesOf = (answers: Response[]) => answers.map(({ status }) => status);

describe('POST /api/users/signup', () => {
  it('signs in with a cookie that scripts cannot read', async () => {
    const email = newEmail();
    const response = await auth.signUp(email.toUpperCase());
    expect(response.status).toBe(201);
    expect(response.body).toEqual({ id: expect.stringMatching(/^[0-9a-f]{24}$/), email });
    expect(setCookie(response)).toMatch(/^session=.*; path=\/; expires=.*; samesite=lax; httponly$/i);
    const me = await auth.currentUser(cookieIn(response));
    expect(me.body).toEqual({ currentUser: { id: response.body.id, email, iat: expect.any(Number) } });
  });

  it('sets a Secure cookie when the shop is on HTTPS', async () => {
    const secure = await startAuth({ COOKIE_SECURE: 'true' });
    const response = await secure.signUp(newEmail()).set('X-Forwarded-Proto', 'https');
    expect(setCookie(response, '__Host-session')).toMatch(/^__Host-session=[^;]+; path=\/; .*; secure/i);
    expect(setCookie(response, '__Host-session')).not.toMatch(/domain/i);
    expect(setCookie(response, '__Host-device')).toMatch(
      /; path=\/; .*; httponly; secure; samesite=strict$/i,
    );
  });

  it('accepts an email once, also concurrently', async () => {
    const email = newEmail();
    const answers = await Promise.all([1, 2, 3].map(() => auth.signUp(email)));
    expect(statusesOf(answers).sort()).toEqual([201, 400, 400]);
    const taken = { status: 400, codes: ['email_taken'], fields: ['email'] };
    expect(errorOf(await auth.signUp(email))).toEqual(taken);
  });
});

describe('POST /api/users/signin', () => {
  it('starts a session that signing out ends', async () => {
    const email = newEmail();
    await auth.signUp(email);
    const response = await auth.signIn(email);
    expect(response.status).toBe(200);
    expect((await auth.currentUser(cookieIn(response))).body.currentUser.email).toBe(email);
    const out = await auth.post('signout').set('Cookie', cookieIn(response));
    expect({ status: out.status, body: out.body }).toEqual({ status: 200, body: {} });
    expect(setCookie(out)).toMatch(/^session=; .*expires=Thu, 01 Jan 1970/i);
    // No cookies or caches, which other applications on localhost share.
    expect(out.headers['clear-site-data']).toBe('"storage"');
  });

  it('gives a wrong password and an unknown email the same error', async () => {
    const email = newEmail();
    await auth.signUp(email);
    const [wrong, unknown] = [await auth.signIn(email, 'not this one'), await auth.signIn(newEmail())];
    expect(errorOf(wrong)).toEqual({ status: 400, codes: ['wrong_credentials'], fields: [undefined] });
    expect({ status: unknown.status, body: unknown.body }).toEqual({
      status: wrong.status,
      body: wrong.body,
    });
  });
});

describe('GET /api/users/currentuser', () => {
  const user = newUser();
  it.each([
    ...badTokens(user),
    ['an expired token of an unknown user', tokenOf(user, { age: 1000 })],
    ['a token without an email', tokenOf(user, { claims: { email: undefined } })],
  ])('returns null for %s', async (_name, token) => {
    const { status, body } = await auth.currentUser(cookieOfToken(token));
    expect({ status, body }).toEqual({ status: 200, body: { currentUser: null } });
  });

  it.each([
    ['now', tokenOf(user)],
    ['fourteen minutes ago', tokenOf(user, { age: 14 * 60 })],
  ])('returns the user of a token issued %s', async (_name, token) => {
    expect((await auth.currentUser(cookieOfToken(token))).body.currentUser).toMatchObject(user);
  });

  it('returns null without a cookie', async () => {
    expect((await auth.currentUser('')).body).toEqual({ currentUser: null });
  });
});
