import { MongoClient } from 'mongodb';
import { CountingProxy, sumOf } from '../lib/wire/counting-proxy.mjs';

const target = new URL(process.env.MONGO_URL ?? '');
let proxy: CountingProxy;
let client: MongoClient;

beforeAll(async () => {
  proxy = new CountingProxy((database) => database.replace(/_.*/, ''));
  const port = await proxy.listen(Number(target.port));
  client = await MongoClient.connect(`mongodb://127.0.0.1:${port}`);
});
afterAll(async () => {
  await client.close();
  await proxy.close();
});

test('the proxy counts commands by service and shape and forwards them', async () => {
  const orders = client.db(`bench_${process.pid}`).collection('orders');
  proxy.reset();
  await orders.insertMany([{ total: 1 }, { total: 2 }]);
  expect(await orders.findOne({ total: 2 })).toMatchObject({ total: 2 });
  const counts = proxy.counts().filter(({ kind }) => kind !== 'connection');
  expect(counts).toContainEqual({
    service: 'bench',
    kind: 'write',
    shape: 'insert orders',
    commands: 1,
    statements: 2,
  });
  expect(sumOf(counts, 'read')).toEqual({ commands: 1, statements: 1 });
  await orders.drop();
});
