import { newTeapot } from '@ecommerce/contracts/examples';
import { type Answer, answerOf, eventually, must, Person } from '@ecommerce/test-kit';
import { ObjectId } from 'mongodb';
import request from 'supertest';
import { useStackWithMails } from '../checkout/stack.ts';
import { resetToken } from './links.ts';
import { type Operation, operations } from './operations.ts';

const { stack, mailServer } = await useStackWithMails();
let ada: Person;
let other: Person;
beforeAll(async () => {
  [ada, other] = await Promise.all([Person.signUp(stack()), Person.signUp(stack())]);
});

const unknownId = '0123456789abcdef01234567';
const unknownSession = 'A'.repeat(22);
const withId = (path: string, id: string) => path.replace(/\{\w+\}/, id);
const sell = (whose = ada, price = newTeapot.price) =>
  must(201, whose.api.POST('/api/products', { body: { ...newTeapot, price } }));
const ordered = async (whose = ada) => whose.order((await sell()).id);
const send = ({ method, path, body }: Operation, changes: object, id = unknownId, whose = ada) =>
  whose.send(method, withId(path, id), body && { ...body, ...changes });
const orderAt = async (operation: Operation, price: number, quantity: number) => {
  const { id: productId } = await sell(ada, price);
  return send(operation, { items: [{ productId, quantity }] });
};
const form = (file: string) => {
  const fields = new FormData();
  for (const [name, value] of Object.entries(newTeapot)) fields.set(name, String(value));
  fields.set('image', new File([file], 'x.png'));
  return fields;
};
/** Creates an order or a product of another user, depending on the path. */
const foreignId = async (path: string): Promise<string> =>
  path.startsWith('/api/products') ? (await sell(other)).id : (await ordered(other)).id;
const idIsInBody = ({ path }: Operation) => !path.includes('{');

/** Sends an invalid value, by the field that the documented example names. */
const invalid: Record<string, (operation: Operation) => Promise<Answer>> = {
  email: (operation) => send(operation, { email: 'ada' }),
  id: (operation) => send(operation, {}, 'teapot'),
  productId: (operation) => send(operation, idIsInBody(operation) ? { productId: 'teapot' } : {}, 'teapot'),
  orderId: (operation) => send(operation, { orderId: 'teapot' }),
  price: async (operation) => send(operation, { price: 1.005 }, (await sell()).id),
  sort: ({ method, path }) => ada.send(method, `${path}?sort=best`),
  page: ({ method, path }) => ada.send(method, `${path}?page=0`),
  'idempotency-key': ({ method, path }) => ada.send(method, path, undefined, { 'idempotency-key': 'short' }),
};

/** Requests that cause each documented error, by its code. */
const causes: Record<string, (operation: Operation, field?: string) => Promise<Answer>> = {
  invalid_value: async (operation, field = '') => {
    const cause = invalid[field];
    if (!cause) throw new Error(`no request with an invalid ${field}; add it to "invalid"`);
    return cause(operation);
  },
  invalid_json: async ({ method, path }) => {
    const verb = method.toLowerCase() as 'post';
    return request(stack().baseUrl(path))[verb](withId(path, unknownId)).type('application/json').send('{');
  },
  cross_origin: ({ method, path }) =>
    ada.send(method, withId(path, unknownId), undefined, { 'sec-fetch-site': 'cross-site' }),
  not_signed_in: (operation) =>
    operation.name === 'listProducts'
      ? Person.guest(stack()).send(operation.method, `${operation.path}?mine=true`)
      : send(operation, {}, unknownId, Person.guest(stack())),
  email_taken: async (operation) => {
    await send(operation, { email: 'twice@example.com' });
    return send(operation, { email: 'twice@example.com' });
  },
  session_not_found: async (operation) => {
    const someone = await Person.signUp(stack());
    return send(operation, { password: someone.credentials.password }, unknownSession, someone);
  },
  weak_password: async (operation, field = '') => {
    const needsLink = operation.name === 'resetPassword';
    const token = needsLink && { token: await resetToken(ada, ada.email, mailServer) };
    return send(operation, { ...token, [field]: 'password' });
  },
  wrong_credentials: (operation) => send(operation, { password: 'not hers' }),
  wrong_password: (operation, field = '') => send(operation, { [field]: 'not hers' }, unknownSession),
  invalid_link: (operation) => send(operation, {}),
  product_not_found: (operation) => send(operation, {}),
  order_not_found: (operation) => send(operation, {}),
  not_owner: async (operation) => {
    const id = await foreignId(operation.path);
    return send(operation, idIsInBody(operation) ? { orderId: id } : {}, id);
  },
  invalid_form: async ({ method, path }) =>
    ada.send(method, withId(path, (await sell()).id), undefined, { 'content-type': 'multipart/form-data' }),
  invalid_image: async ({ method, path }) =>
    ada.send(method, withId(path, (await sell()).id), form('not an image')),
  quantity_limit: async (operation) => {
    const { id: productId } = await sell();
    await must(201, ada.api.POST('/api/cart/items', { body: { productId, quantity: 10_000 } }));
    return send(operation, { productId, quantity: 1 });
  },
  product_not_in_cart: (operation) => send(operation, {}),
  cart_empty: ({ method, path }) => other.send(method, path),
  unknown_product: (operation) => send(operation, { items: [{ productId: unknownId, quantity: 1 }] }),
  idempotency_key_reused: async () => {
    const params = { header: { 'idempotency-key': 'one-and-the-same' } };
    const productId = (await sell()).id;
    const order = (quantity: number) =>
      ada.api.POST('/api/orders', { params, body: { items: [{ productId, quantity }] } });
    await must(201, order(1));
    return answerOf(order(2));
  },
  out_of_stock: async (operation) =>
    send(operation, { items: [{ productId: (await sell()).id, quantity: 6 }] }),
  order_total_too_low: (operation) => orderAt(operation, 0.49, 1),
  order_total_too_high: (operation) => orderAt(operation, 999_999.99, 2),
  order_complete: async (operation) => {
    const { id } = await ordered();
    await ada.pay(id);
    await eventually(async () => (await ada.statusOf(id)) === 'Complete');
    return send(operation, {}, id);
  },
  order_paid: async (operation) => {
    const { id: orderId } = await ordered();
    await ada.pay(orderId);
    return send(operation, { orderId });
  },
  order_cancelled: async (operation) => {
    const { id: orderId } = await ordered();
    await must(200, ada.cancel(orderId));
    const records = stack().database('payments').collection('orderpayments');
    await eventually(async () => {
      const record = await records.findOne({ _id: new ObjectId(orderId) });
      return Boolean(record?.cancelled && record.order);
    });
    return send(operation, { orderId });
  },
  order_expired: async (operation) => {
    const { id: orderId } = await ordered();
    const records = stack().database('payments').collection('orderpayments');
    const update = { $set: { 'order.placedAt': new Date(0) } };
    await eventually(
      async () => (await records.updateOne({ _id: new ObjectId(orderId) }, update)).matchedCount === 1,
    );
    return send(operation, { orderId });
  },
  invalid_card_token: async (operation) =>
    send(operation, { orderId: (await ordered()).id, token: 'tok_none' }),
  card_declined: async (operation) =>
    send(operation, { orderId: (await ordered()).id, token: 'tok_chargeDeclined' }),
};

/** Errors that need load, an outage or a race. The services' own tests and tests/faults cover them. */
const testedElsewhere = [
  'unavailable',
  'internal_error',
  'request_timeout',
  'sign_in_busy',
  'uploads_busy',
  'too_many_requests',
  'too_many_attempts',
  'too_many_sign_ups',
  'too_many_mails',
  'too_many_declines',
  'quota_products',
  'quota_images',
  'quota_orders',
  'cart_full',
  'image_too_large',
  'idempotency_key_in_use',
  'order_refunded',
  'payment_in_progress',
  'payment_indeterminate',
];

const documented = operations.flatMap((operation) =>
  operation.errors
    .map((error) => ({ ...error, code: error.name.split('.')[0] ?? '', operation, of: operation.name }))
    .filter(({ code }) => !testedElsewhere.includes(code)),
);

describe('documented errors', () => {
  it.each(documented)('$of answers $status $name', async ({ code, status, answer, operation }) => {
    const cause = causes[code];
    if (!cause) throw new Error(`no request that causes ${code}; add it to "causes"`);
    const [example] = (answer as { errors: { field?: string }[] }).errors;
    const got = await cause(operation, example?.field);
    expect({ status: got.status, body: got.body }).toEqual({ status, body: answer });
  });
});
