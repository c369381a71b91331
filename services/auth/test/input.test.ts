import { rejection } from '@ecommerce/test-kit';
import { password, startAuth } from './auth.ts';

const auth = await startAuth();
afterEach(async () => expect(await auth.users.countDocuments()).toBe(0));

const good = { email: 'someone@example.com', password };
const bodies: [string, object][] = [
  ['no fields', {}],
  ['no password', { email: good.email }],
  ['no email', { password }],
  ['an operator for the email', { ...good, email: { $ne: null } }],
  ['an operator for the password', { ...good, password: { $ne: null } }],
  ['an array for the email', { ...good, email: [good.email] }],
  ['a number for the password', { ...good, password: 12345678 }],
  ['null for the email', { ...good, email: null }],
  ['an email without a domain', { ...good, email: 'someone' }],
  ['an email with a NUL', { ...good, email: 'some\u0000one@example.com' }],
  ['an email with a lone surrogate', { ...good, email: '\ud800@example.com' }],
  ['a very long email', { ...good, email: `${'a'.repeat(300)}@example.com` }],
  ['an email whose local part is too long', { ...good, email: `${'a'.repeat(65)}@example.com` }],
  ['an empty password', { ...good, password: '' }],
  ['a huge password', { ...good, password: 'a'.repeat(129) }],
  ['a password with a NUL', { ...good, password: 'correct\u0000horse' }],
  ['a password with a lone surrogate', { ...good, password: 'correct \ud800 horse' }],
  ['an unknown field', { ...good, admin: true }],
  ['an array instead of an object', [good]],
  ['3 MB of text', { ...good, password: 'a'.repeat(3_000_000) }],
];

describe.each(['signup', 'signin'] as const)('POST /api/users/%s', (path) => {
  it.each(bodies)('rejects a body with %s', async (_name, body) => {
    expect(rejection(await auth.post(path, body)).status).toBe(400);
  });
});

describe('POST /api/users/signup', () => {
  it.each([
    '{"email":',
    '"text"',
    '\u0000',
    '{"email":"a","email"}',
    `{"email":"${good.email}","password":"${password}","__proto__":{"admin":true}}`,
  ])('rejects the body %j', async (text) => {
    expect(rejection(await auth.post('signup').type('json').send(text)).status).toBe(400);
  });

  it('names a password that is shorter than 8 characters', async () => {
    const response = await auth.post('signup', { ...good, password: 'a'.repeat(7) });
    expect(rejection(response)).toEqual({ status: 400, fields: ['password'] });
  });
});

describe('GET /api/users/currentuser', () => {
  it.each(['session=%%%', 'session=e30', 'session=bnVsbA==', `session=${'A'.repeat(5000)}`])(
    'ignores the malformed cookie %.20s',
    async (cookie) => {
      expect((await auth.currentUser(cookie)).body).toEqual({ currentUser: null });
    },
  );
});
