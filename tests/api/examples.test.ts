import { order, teapot } from '@ecommerce/contracts/examples';
import { Person } from '@ecommerce/test-kit';
import { Stack } from '../checkout/stack.ts';
import { operations } from './operations.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await Stack.start();
}, 120_000);
afterAll(() => stack.stop());

/** What today's shop has in the place of the ids of the examples. */
const ids = new Map<string, string>();
const today = (text: string) => text.replaceAll(/[0-9a-f]{24}/g, (id) => ids.get(id) ?? id);

/** The example with what is new each day, ids, times and tokens, taken from the answer. */
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
  if (key === 'stripeId') return expect.stringMatching(/^pi_\w+$/);
  if (typeof example !== 'string') return example;
  if (/^\d{4}-.*Z$/.test(example)) return expect.stringMatching(/^\d{4}-.*Z$/);
  if (/^[0-9a-f]{24}$/.test(example) && !ids.has(example) && /^[0-9a-f]{24}$/.test(String(answer)))
    ids.set(example, String(answer));
  return today(example);
}

test('when the requests of the document are sent one after the other, then each is answered as it says', async () => {
  const ada = Person.guest(stack);
  const plays = async (name: string) => {
    const operation = operations.find((one) => one.name === name);
    if (!operation) throw new Error(`the document has no ${name}`);
    const { method, path, body, success } = operation;
    const itsId = path.startsWith('/api/orders') ? order.id : teapot.id;
    const sent = body && JSON.parse(today(JSON.stringify(body)));
    const got = await ada.call(method, today(path.replace(/\{\w+\}/, itsId)), sent);
    expect([name, got.status, got.body]).toEqual([name, success.status, expected(success.answer, got.body)]);
  };
  for (const name of ['signUp', 'signOut', 'signIn', 'currentUser']) await plays(name);
  for (const name of ['createProduct', 'listProducts', 'showProduct']) await plays(name);
  for (const name of ['addItem', 'showCart', 'setQuantity', 'removeItem']) await plays(name);
  for (const name of ['createOrder', 'listOrders', 'showOrder', 'cancelOrder']) await plays(name);
  ids.delete(order.id);
  for (const name of ['createOrder', 'updateProduct', 'createPayment']) await plays(name);
});
