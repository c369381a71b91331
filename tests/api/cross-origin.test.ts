import { credentials, linkToken, newTeapot, order, teapot } from '@ecommerce/contracts/examples';
import { must, Person } from '@ecommerce/test-kit';
import { useStackWithMails } from '../checkout/stack.ts';
import { resetToken, verificationToken } from './links.ts';
import { type Operation, operations } from './operations.ts';

const { stack, mailServer } = await useStackWithMails();

/** Headers that browsers send with requests that pages of other origins cause. */
const foreign: [string, Record<string, string>][] = [
  ['another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }],
  ['another port of localhost', { 'sec-fetch-site': 'same-site', origin: 'http://localhost:9999' }],
  ['another site, in an older browser', { origin: 'https://evil.example' }],
  ['another port of localhost, in an older browser', { origin: 'http://localhost:9999' }],
  ['a page that hides its origin', { origin: 'null' }],
];

let accounts = 0;
/** A signed-in person with a product, an order of it, and another unit of it in the cart. */
async function newVictim() {
  const body = { ...credentials, email: `victim-${++accounts}@example.com` };
  const person = Person.guest(stack());
  await must(201, person.api.POST('/api/users/signup', { body }));
  const product = await must(201, person.api.POST('/api/products', { body: newTeapot }));
  const { id: orderId } = await person.order(product.id);
  await must(201, person.api.POST('/api/cart/items', { body: { productId: product.id, quantity: 1 } }));
  /** The token of a link from a mail, which a further mail would replace. */
  const token = undefined as string | undefined;
  return { person, email: body.email, productId: product.id, orderId, token };
}
type Victim = Awaited<ReturnType<typeof newVictim>>;

/** Sends the documented example of an operation with the ids of a person, so that it would succeed. */
async function send(operation: Operation, victim: Victim, headers: Record<string, string>) {
  const { method, path, name, body } = operation;
  const ids: Record<string, string> = { orders: victim.orderId, users: victim.person.sessionId };
  const id = ids[path.split('/')[2] ?? ''] ?? victim.productId;
  const email = name === 'signUp' ? `new-${victim.email}` : victim.email;
  victim.token ??= await tokenOf(name, victim);
  const text = JSON.stringify(body)
    ?.replaceAll(linkToken, victim.token)
    .replaceAll(teapot.id, victim.productId)
    .replaceAll(order.id, victim.orderId)
    .replaceAll(credentials.email, email);
  return victim.person.send(method, path.replace(/\{\w+\}/, id), text && JSON.parse(text), headers);
}

/** Returns the token of a link that the person received by mail, for the operations that need one. */
async function tokenOf(operation: string, { person, email }: Victim): Promise<string> {
  if (operation === 'verifyEmail') return verificationToken(email, mailServer);
  return operation === 'resetPassword' ? resetToken(person, email, mailServer) : '';
}

/**
 * Everything that the person sees, Stripe's payments, and the number of accounts and of the person's stored products and
 * orders. Not those of all people, nor deleted accounts: services delete these later.
 */
async function stateOf({ person }: Victim) {
  const user = await must(200, person.api.GET('/api/users/currentuser'));
  const userId = user.currentUser?.id;
  return {
    user,
    products: await must(200, person.api.GET('/api/products', { params: { query: { mine: true } } })),
    cart: await must(200, person.api.GET('/api/cart')),
    orders: await must(200, person.api.GET('/api/orders')),
    documents: await Promise.all([
      stack()
        .database('auth')
        .collection('users')
        .countDocuments({ deletedAt: { $exists: false } }),
      stack().database('products').collection('products').countDocuments({ userId }),
      stack().database('orders').collection('orders').countDocuments({ userId }),
    ]),
    payments: await stack().ledger(),
  };
}

const unsafe = operations.filter(({ method }) => method !== 'GET');

describe('a request from a page of another origin', () => {
  it.each(unsafe)('cannot $method $path', async (operation) => {
    const victim = await newVictim();
    const before = await stateOf(victim);
    expect(before.documents).not.toContain(0);
    const answers: string[] = [];
    for (const [from, headers] of foreign) {
      const { status, body } = await send(operation, victim, headers);
      answers.push(`${from}: ${status} ${body.errors?.[0].code}`);
    }
    expect(answers).toEqual(foreign.map(([from]) => `${from}: 403 cross_origin`));
    expect(await stateOf(victim)).toEqual(before);
    // The origin alone is the reason.
    const { status } = await send(operation, victim, { 'sec-fetch-site': 'same-origin' });
    expect(`${operation.name}: ${status}`).toBe(`${operation.name}: ${operation.success.status}`);
  });
});

describe('a page on another port of localhost', () => {
  const headers = { 'sec-fetch-site': 'same-site', origin: 'http://localhost:9999' };

  it('cannot plant a product with a form', async () => {
    const victim = await newVictim();
    const form = new FormData();
    for (const [name, value] of Object.entries(newTeapot)) form.set(name, String(value));
    const before = await stateOf(victim);
    expect((await victim.person.send('POST', '/api/products', form, headers)).status).toBe(403);
    expect(await stateOf(victim)).toEqual(before);
  });

  it('cannot order the cart with an empty form', async () => {
    const victim = await newVictim();
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const before = await stateOf(victim);
    const { status } = await victim.person.send('POST', '/api/orders', undefined, { ...headers, ...type });
    expect(status).toBe(403);
    expect(await stateOf(victim)).toEqual(before);
  });

  it('cannot replace the session by a cookie with the path /api', async () => {
    const [attacker, { person }] = await Promise.all([newVictim(), newVictim()]);
    const before = await stateOf(attacker);
    const own = person.session.value;
    // Browsers send the cookie with the longer path first.
    person.session.value = `${attacker.person.session.value}; ${own}`;
    expect(await must(200, person.api.GET('/api/users/currentuser'))).toEqual({ currentUser: null });
    for (const { method, path, body } of operations.filter(({ name }) =>
      ['createProduct', 'createOrder'].includes(name),
    ))
      expect((await person.send(method, path, body)).status).toBe(401);
    person.session.value = own;
    expect(await stateOf(attacker)).toEqual(before);
  });
});
