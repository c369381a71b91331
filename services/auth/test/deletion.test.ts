import { errorOf, eventually } from '@ecommerce/test-kit';
import request from 'supertest';
import { cookieIn, newEmail, password, startAuth } from './auth.ts';

const auth = await startAuth();

async function account(email = newEmail()) {
  const response = await auth.signUp(email);
  return { id: response.body.id as string, email, cookie: cookieIn(response) };
}

const remove = (cookie: string, given: unknown = password) =>
  request(auth.test.app).delete('/api/users/currentuser').set('Cookie', cookie).send({ password: given });
const isSignedIn = async (cookie: string) => (await auth.currentUser(cookie)).body.currentUser !== null;
const eventsOf = (userId: string) =>
  auth.test.events.payloads('user:deleted').filter(({ id }) => id === userId);
/** All that the database holds, as text. */
async function storedText(): Promise<string> {
  const collections = await auth.test.service.database.connection.listCollections();
  const documents = collections.map(({ name }) => auth.test.collection(name).find().toArray());
  return JSON.stringify(await Promise.all(documents));
}

describe('DELETE /api/users/currentuser', () => {
  it('deletes the account, ends its sessions and publishes the event once', async () => {
    const { id, email, cookie } = await account();
    const other = cookieIn(await auth.signIn(email));
    const response = await remove(cookie);
    expect([response.status, response.body]).toEqual([200, {}]);
    expect(cookieIn(response)).toBe('session=');
    expect([await isSignedIn(cookie), await isSignedIn(other)]).toEqual([false, false]);
    expect(errorOf(await auth.signIn(email)).codes).toEqual(['wrong_credentials']);
    await eventually(() => eventsOf(id).length > 0);
    expect(eventsOf(id)).toMatchObject([{ id }]);
    const [ended] = auth.test.events.payloads('session:ended').filter(({ userId }) => userId === id);
    expect(ended?.sessionIds).toHaveLength(2);
  });

  it('frees the email address at once, for an account of its own', async () => {
    const { id, email, cookie } = await account();
    await remove(cookie);
    const next = await account(email);
    expect(next.id).not.toBe(id);
    expect(await isSignedIn(next.cookie)).toBe(true);
    expect(await isSignedIn(cookie)).toBe(false);
  });

  it('leaves nothing in the database', async () => {
    const { id, email, cookie } = await account();
    expect(await storedText()).toContain(email);
    await remove(cookie);
    expect(await storedText()).not.toContain(email);
    await eventually(async () => !(await storedText()).includes(id));
  });

  it.each([
    ['a wrong password', 'not this one', 'wrong_password'],
    ['no password', undefined, 'required'],
    ['an operator', { $ne: null }, 'invalid_value'],
  ])('rejects %s and keeps the account', async (_name, given, code) => {
    const { email, cookie } = await account();
    const response = await request(auth.test.app)
      .delete('/api/users/currentuser')
      .set('Cookie', cookie)
      .send({ password: given });
    expect(errorOf(response)).toEqual({ status: 400, codes: [code], fields: ['password'] });
    expect(await isSignedIn(cookie)).toBe(true);
    expect((await auth.signIn(email)).status).toBe(200);
  });

  it('rejects guests', async () => {
    expect(errorOf(await remove('')).codes).toEqual(['not_signed_in']);
  });

  it('limits guesses together with signing in', async () => {
    const limited = await startAuth({ WRONG_PASSWORDS: '2' });
    const email = newEmail();
    const cookie = cookieIn(await limited.signUp(email));
    const guess = () =>
      request(limited.test.app)
        .delete('/api/users/currentuser')
        .set('Cookie', cookie)
        .send({ password: 'not this one' });
    const answers = [await guess(), await limited.signIn(email, 'nor this'), await guess()];
    expect(answers.map((answer) => errorOf(answer).codes)).toEqual([
      ['wrong_password'],
      ['wrong_credentials'],
      ['too_many_attempts'],
    ]);
  });

  it('deletes once when asked twice at once, and answers 401 afterwards', async () => {
    const { id, cookie } = await account();
    const statuses = (await Promise.all([remove(cookie), remove(cookie)])).map(({ status }) => status);
    expect(statuses.filter((status) => ![200, 401].includes(status))).toEqual([]);
    expect(statuses).toContain(200);
    await eventually(() => eventsOf(id).length > 0);
    expect((await remove(cookie)).status).toBe(401);
    expect(eventsOf(id)).toHaveLength(1);
  });

  it('and a change of the password at the same time exclude each other', async () => {
    const { email, cookie } = await account();
    const change = request(auth.test.app)
      .put('/api/users/password')
      .set('Cookie', cookie)
      .send({ currentPassword: password, newPassword: 'another one that is good' });
    const [deleted, changed] = await Promise.all([remove(cookie), change]);
    // One of the two comes first, and the other finds another password or no account.
    expect([deleted.status, changed.status].filter((status) => status === 200)).toHaveLength(1);
    const signIns = [await auth.signIn(email), await auth.signIn(email, 'another one that is good')];
    expect(signIns.some(({ status }) => status === 200)).toBe(changed.status === 200);
  });
});
