import { eventSchemas } from '@ecommerce/contracts';
import { Shell } from './shell.ts';

const shell = new Shell();

describe('nats-test', () => {
  it.each([
    ['nothing', []],
    ['an unknown command', ['pubish']],
    ['a property of every object', ['constructor']],
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
    ['a service without events', ['dlq', 'list', '--service', 'client']],
    ['nothing to replay', ['dlq', 'replay']],
    ['ids and --all', ['dlq', 'replay', 'orders/x#1', '--all']],
  ])('prints the usage and exits with 2 for %s', async (_name, args) => {
    const { code, out, err } = await shell.run(...args);
    expect({ code, out }).toEqual({ code: 2, out: [] });
    expect(err).toMatch(/^nats-test: .+\n\nUsage: nats-test <command>/);
  });

  it('prints the usage to stdout with --help', async () => {
    for (const args of [['help'], ['--help'], ['tail', '--help']]) {
      const { code, out } = await shell.run(...args);
      expect({ code, first: out[0]?.split('\n')[0] }).toEqual({
        code: 0,
        first: 'Usage: nats-test <command>',
      });
    }
  });

  it('lists every subject with all fields of its payload', async () => {
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
  it.each([
    ['publish', ['publish', 'order:cancelled', payload]],
    ['tail', ['tail']],
  ])('%s names the URL of an unavailable NATS Streaming', async (_name, args) => {
    const { code, out, err } = await new Shell({ NATS_URL: 'nats://me:secret@127.0.0.1:9' }).run(...args);
    expect({ code, out }).toEqual({ code: 1, out: [] });
    expect(err).toMatch(/NATS Streaming at 127\.0\.0\.1:9 .*NATS_URL/);
    expect(err).not.toContain('secret');
  });

  it('tail names the cluster that was not found', async () => {
    const { code, err } = await new Shell({ NATS_CLUSTER_ID: 'elsewhere' }).run('tail');
    expect(code).toBe(1);
    expect(err).toContain('cluster elsewhere');
  });

  it('dlq list names the service of an unavailable database and its variable', async () => {
    const shell = new Shell({ MONGO_URL_CART: 'mongodb://me:secret@127.0.0.1:9/cart' });
    const { code, err } = await shell.run('dlq', 'list');
    expect(code).toBe(1);
    expect(err).toMatch(/database of cart: .*MONGO_URL_CART/);
    expect(err).not.toContain('secret');
  });

  it('names an invalid variable', async () => {
    const { code, err } = await new Shell({ NATS_URL: 'http://127.0.0.1' }).run('tail');
    expect(code).toBe(1);
    expect(err).toContain('NATS_URL: must start with nats://');
  });
});
