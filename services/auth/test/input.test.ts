import { rejection } from '@ecommerce/test-kit';
import { password, startAuth } from './auth.ts';

const auth = await startAuth();
afterEach(async () => expect(await auth.users.countDocuments()).toBe(0));

const good = { email: 'someone@example.com', password };
const bodies: [string, object][] = [
  ['nothing', {}],
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
  ['an array', [good]],
  ['3 MB', { ...good, password: 'a'.repeat(3_000_000) }],
];

describe.each(['signup', 'signin'] as const)('POST /api/users/%s', (path) => {
  test.each(bodies)('rejects a body that holds %s', async (_name, body) => {
    expect(rejection(await auth.post(path, body)).status).toBe(400);
  });
});

test.each([
  '{"email":',
  '"text"',
  '\u0000',
  '{"email":"a","email"}',
  `{"email":"${good.email}","password":"${password}","__proto__":{"admin":true}}`,
])('sign-up rejects the text %j', async (text) => {
  expect(rejection(await auth.post('signup').type('json').send(text)).status).toBe(400);
});

test('sign-up names a password that is shorter than 8 characters', async () => {
  const response = await auth.post('signup', { ...good, password: 'a'.repeat(7) });
  expect(rejection(response)).toEqual({ status: 400, fields: ['password'] });
});

test.each(['session=%%%', 'session=e30', 'session=bnVsbA==', `session=${'A'.repeat(5000)}`])(
  'a request with the nonsensical cookie %.20s is answered',
  async (cookie) => {
    expect((await auth.currentUser(cookie)).body).toEqual({ currentUser: null });
  },
);
