import { eventSchemas } from '@ecommerce/contracts';
import { Shell } from './shell.ts';

const shell = new Shell();

test.each([
  ['nothing', []],
  ['an unknown command', ['pubish']],
  ['a name that every object has', ['constructor']],
  ['an unknown option', ['dlq', 'list', '--sevice', 'orders']],
  ['no verb', ['dlq']],
  ['an unknown verb', ['dlq', 'lst']],
  ['an unknown subject', ['publish', 'order:canceled', '{}']],
  ['no payload', ['publish', 'order:cancelled']],
  ['two payloads', ['publish', 'order:cancelled', '{', '}']],
  [
    'a bad event id',
    ['publish', 'order:cancelled', `{"id":"${'a'.repeat(24)}","version":1}`, '--event-id', 'a b'],
  ],
  ['a pattern that matches nothing', ['tail', 'shipping:*']],
  ['a service without listeners', ['dlq', 'list', '--service', 'auth']],
  ['nothing to replay', ['dlq', 'replay']],
  ['ids and --all', ['dlq', 'replay', 'orders/x#1', '--all']],
])('when the command line holds %s, then the usage is shown and the code is 2', async (_name, args) => {
  const { code, out, err } = await shell.run(...args);
  expect({ code, out }).toEqual({ code: 2, out: [] });
  expect(err).toMatch(/^nats-test: .+\n\nUsage: nats-test <command>/);
});

test('when help is asked for, then it is the result', async () => {
  for (const args of [['help'], ['--help'], ['tail', '--help']]) {
    const { code, out } = await shell.run(...args);
    expect({ code, first: out[0]?.split('\n')[0] }).toEqual({ code: 0, first: 'Usage: nats-test <command>' });
  }
});

test('when subjects are listed, then each is there with every field of its payload', async () => {
  const { code, out } = await shell.run('subjects');
  expect(code).toBe(0);
  expect(out.filter((line) => !line.startsWith(' '))).toEqual(Object.keys(eventSchemas));
  const created = out.slice(out.indexOf('order:created') + 1, out.indexOf('order:cancelled'));
  expect(created.map((line) => line.trim().replace(/ +/g, ' '))).toEqual([
    'id id of 24 hex digits',
    'userId id of 24 hex digits',
    'status Created or AwaitingPayment or Cancelled or Complete',
    'items[].productId id of 24 hex digits',
    'items[].titleSnapshot string',
    'items[].priceSnapshot number',
    'items[].quantity integer',
    'total number',
    'version integer',
  ]);
  expect(out.join('\n')).toMatch(/imageUrl +string or null/);
});

const payload = `{"id":"${'a'.repeat(24)}","version":1}`;
test.each([
  ['publish', ['publish', 'order:cancelled', payload]],
  ['tail', ['tail']],
])('%s names the URL of a NATS Streaming that does not answer', async (_name, args) => {
  const { code, out, err } = await new Shell({ NATS_URL: 'nats://me:secret@127.0.0.1:9' }).run(...args);
  expect({ code, out }).toEqual({ code: 1, out: [] });
  expect(err).toMatch(/does not answer at 127\.0\.0\.1:9 .*NATS_URL/);
  expect(err).not.toContain('secret');
});

test('when the cluster has another name, then tail says which it looked for', async () => {
  const { code, err } = await new Shell({ NATS_CLUSTER_ID: 'elsewhere' }).run('tail');
  expect(code).toBe(1);
  expect(err).toContain('cluster elsewhere');
});

test('dlq list names the service of an unavailable database, and the variable for another', async () => {
  const shell = new Shell({ MONGO_URL_CART: 'mongodb://me:secret@127.0.0.1:9/cart' });
  const { code, err } = await shell.run('dlq', 'list');
  expect(code).toBe(1);
  expect(err).toMatch(/database of cart .*MONGO_URL_CART/);
  expect(err).not.toContain('secret');
});

test('when a variable is wrong, then it is named', async () => {
  const { code, err } = await new Shell({ NATS_URL: 'http://127.0.0.1' }).run('tail');
  expect(code).toBe(1);
  expect(err).toContain('NATS_URL: must start with nats://');
});
