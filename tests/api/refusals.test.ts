import { eventually } from '@ecommerce/shared/testing';
import { ObjectId } from 'mongodb';
import request from 'supertest';
import { newTeapot } from '../../tools/openapi/src/examples.ts';
import { type Answer, Person } from '../checkout/person.ts';
import { type ServiceName, Stack } from '../checkout/stack.ts';
import { type Operation, operations } from './operations.ts';

let stack: Stack;
let ada: Person;
let other: Person;
beforeAll(async () => {
  stack = await Stack.start();
  [ada, other] = await Promise.all([Person.signUp(stack), Person.signUp(stack)]);
}, 120_000);
afterAll(() => stack.stop());

const unknownId = '0123456789abcdef01234567';
const withId = (path: string, id: string) => path.replace(/\{\w+\}/, id);
const sell = (whose = ada) => whose.must(201, 'POST', '/api/products', newTeapot);
const ordered = async (whose = ada) => whose.order((await sell()).id);
const send = ({ method, path, body }: Operation, changes: object, id = unknownId, whose = ada) =>
  whose.call(method, withId(path, id), body && { ...body, ...changes });
const form = (file: string) => {
  const fields = new FormData();
  for (const [name, value] of Object.entries(newTeapot)) fields.set(name, String(value));
  fields.set('image', new File([file], 'x.png'));
  return fields;
};
/** An order or a product of somebody else, by what the path is for. */
const anothers = async (path: string): Promise<string> =>
  path.startsWith('/api/products') ? (await sell(other)).id : (await ordered(other)).id;
const isBodysId = ({ path }: Operation) => !path.includes('{');

/** How each refusal of the document comes about. */
const ways: Record<string, (operation: Operation) => Promise<Answer>> = {
  malformed: async ({ method, path }) => {
    const service = { users: 'auth' }[path.split('/')[2] ?? ''] ?? path.split('/')[2];
    const { url } = stack.next(service as ServiceName);
    const verb = method.toLowerCase() as 'post';
    return request(url)[verb](withId(path, unknownId)).type('application/json').send('{');
  },
  signedOut: (operation) => send(operation, {}, unknownId, Person.guest(stack)),
  mineSignedOut: ({ method, path }) => Person.guest(stack).call(method, `${path}?mine=true`),
  badAddress: (operation) => send(operation, { email: 'ada' }),
  inUse: async (operation) => {
    await send(operation, { email: 'twice@example.com' });
    return send(operation, { email: 'twice@example.com' });
  },
  wrongPassword: (operation) => send(operation, { password: 'not hers' }),
  badId: (operation) => send(operation, isBodysId(operation) ? { productId: 'teapot' } : {}, 'teapot'),
  unknown: (operation) => send(operation, {}),
  notYours: async (operation) => {
    const id = await anothers(operation.path);
    return send(operation, isBodysId(operation) ? { orderId: id } : {}, id);
  },
  price: async (operation) => send(operation, { price: 1.005 }, (await sell()).id),
  picture: async ({ method, path }) => ada.call(method, withId(path, (await sell()).id), form('no picture')),
  sort: ({ method, path }) => ada.call(method, `${path}?sort=best`),
  page: ({ method, path }) => ada.call(method, `${path}?page=0`),
  tooMany: async (operation) => {
    const { id: productId } = await sell();
    await send(operation, { productId, quantity: 10_000 });
    return send(operation, { productId, quantity: 1 });
  },
  notInCart: (operation) => send(operation, {}),
  emptyCart: ({ method, path }) => other.call(method, path),
  unknownProduct: (operation) => send(operation, { items: [{ productId: unknownId, quantity: 1 }] }),
  badKey: ({ method, path }) => ada.call(method, path, undefined, { 'idempotency-key': 'short' }),
  usedKey: async ({ method, path }) => {
    const headers = { 'idempotency-key': 'one-and-the-same' };
    const items = [{ productId: (await sell()).id, quantity: 1 }];
    await ada.must(201, method, path, { items }, headers);
    return ada.call(method, path, { items: [{ ...items[0], quantity: 2 }] }, headers);
  },
  soldOut: async (operation) => send(operation, { items: [{ productId: (await sell()).id, quantity: 6 }] }),
  complete: async (operation) => {
    const { id } = await ordered();
    await ada.pay(id);
    await eventually(async () => (await ada.statusOf(id)) === 'Complete');
    return send(operation, {}, id);
  },
  paid: async (operation) => {
    const { id: orderId } = await ordered();
    await ada.pay(orderId);
    return send(operation, { orderId });
  },
  cancelled: async (operation) => {
    const { id: orderId } = await ordered();
    await ada.must(200, 'DELETE', `/api/orders/${orderId}`);
    const records = stack.database('payments').collection('orderpayments');
    await eventually(async () => {
      const record = await records.findOne({ _id: new ObjectId(orderId) });
      return Boolean(record?.cancelled && record.order);
    });
    return send(operation, { orderId });
  },
  badCard: async (operation) => send(operation, { orderId: (await ordered()).id, token: 'tok_none' }),
  declined: async (operation) =>
    send(operation, { orderId: (await ordered()).id, token: 'tok_chargeDeclined' }),
};

/** What takes a crowd or an outage; the services' own tests and tests/faults have it. */
const rare = ['away', 'crowded', 'guessing', 'fault'];

const refusals = operations.flatMap((operation) =>
  operation.refusals
    .filter(({ name }) => !rare.includes(name))
    .map(({ name, status, answer }) => ({ name, status, answer, operation, of: operation.name })),
);

test.each(refusals)(
  '$of refuses as the document says: $status $name',
  async ({ name, status, answer, operation }) => {
    const way = ways[name];
    if (!way) throw new Error(`how does ${name} come about?`);
    const got = await way(operation);
    expect({ status: got.status, body: got.body }).toEqual({ status, body: answer });
  },
);
