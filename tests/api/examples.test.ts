import { credentials, linkToken, order, session, teapot } from '@ecommerce/contracts/examples';
import { Person } from '@ecommerce/test-kit';
import { useStackWithMails } from '../checkout/stack.ts';
import { resetToken, verificationToken } from './links.ts';
import { operations } from './operations.ts';

const { stack, mailServer } = await useStackWithMails();

/** Ids of the running shop, by the ids of the examples. */
const ids = new Map<string, string>();
const withRealIds = (text: string) => [...ids].reduce((all, [id, real]) => all.replaceAll(id, real), text);

/** Ids of stored documents, and of sessions. */
const isId = (text: string) => /^([0-9a-f]{24}|[\w-]{22})$/.test(text);

/** The example with ids, times and tokens taken from the response, because they differ in each run. */
function expected(example: unknown, answer: unknown, key = ''): unknown {
  if (Array.isArray(example))
    return example.map((one, index) => expected(one, (answer as unknown[])?.[index]));
  if (typeof example === 'object' && example !== null)
    return Object.fromEntries(
      Object.entries(example).map(([name, value]) => [
        name,
        expected(value, (answer as Record<string, unknown>)?.[name], name),
      ]),
    );
  if (key === 'iat') return expect.any(Number);
  if (key === 'device') return expect.any(String);
  if (key === 'stripeId') return expect.stringMatching(/^pi_\w+$/);
  if (typeof example !== 'string') return example;
  if (/^\d{4}-.*Z$/.test(example)) return expect.stringMatching(/^\d{4}-.*Z$/);
  if (isId(example) && !ids.has(example) && isId(String(answer))) ids.set(example, String(answer));
  return withRealIds(example);
}

const exampleIds: Record<string, string> = {
  orders: order.id,
  products: teapot.id,
  cart: teapot.id,
  users: session.id,
};

test('the shop answers the documented example requests as documented', async () => {
  const ada = Person.guest(stack());
  const send = async (name: string) => {
    const operation = operations.find((one) => one.name === name);
    if (!operation) throw new Error(`docs/openapi.json has no operation ${name}`);
    const { method, path, body, success } = operation;
    const itsId = exampleIds[path.split('/')[2] ?? ''] ?? '';
    const sent = body && JSON.parse(withRealIds(JSON.stringify(body)));
    const got = await ada.send(method, withRealIds(path.replace(/\{\w+\}/, itsId)), sent);
    expect([name, got.status, got.body]).toEqual([name, success.status, expected(success.answer, got.body)]);
  };
  for (const name of ['signUp', 'signOut', 'signIn', 'currentUser', 'showAccount']) await send(name);
  for (const name of ['createProduct', 'listProducts', 'showProduct']) await send(name);
  for (const name of ['addItem', 'showCart', 'setQuantity', 'removeItem']) await send(name);
  for (const name of ['createOrder', 'listOrders', 'showOrder', 'cancelOrder']) await send(name);
  ids.delete(order.id);
  for (const name of ['createOrder', 'updateProduct', 'createPayment']) await send(name);
  // The payment changes the stock and the version of the first product at any time.
  ids.delete(teapot.id);
  for (const name of ['createProduct', 'updateProduct', 'removeProduct']) await send(name);
  for (const name of ['listSessions', 'endSession', 'signIn']) await send(name);
  ids.set(linkToken, await verificationToken(credentials.email, mailServer));
  for (const name of ['verifyEmail', 'requestVerification', 'deleteAccount']) await send(name);
  // The email address is free again, for another user.
  ids.clear();
  for (const name of ['signUp', 'endAllSessions', 'signIn', 'changePassword']) await send(name);
  ids.set(linkToken, await resetToken(ada, credentials.email, mailServer));
  for (const name of ['resetPassword', 'requestPasswordReset']) await send(name);
});
