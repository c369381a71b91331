import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { isTransient } from '@ecommerce/shared';
import { eventually, testLog } from '@ecommerce/shared/testing';
import mongoose from 'mongoose';
import { connectMongo } from '../src/mongo.ts';

const Note = mongoose.model('Note', new mongoose.Schema({ text: String }));
/** More than the pool has connections. */
const READERS = 40;
/** The driver is met at the wrong moment by about every second one. */
const BREAKS = 4;

const open = new Set<Socket>();
let proxy: Server;

beforeAll(async () => {
  const target = new URL(process.env.MONGO_URL ?? '');
  proxy = createServer((near) => {
    const far = connect(Number(target.port), target.hostname);
    open.add(near);
    near.on('error', () => far.destroy()).on('close', () => open.delete(near));
    far.on('error', () => near.destroy());
    near.pipe(far).pipe(near);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const { port } = proxy.address() as AddressInfo;
  await connectMongo(`mongodb://127.0.0.1:${port}/test_mongo_${process.pid}`, testLog);
});

afterAll(async () => {
  await mongoose.connection.dropDatabase();
  await mongoose.disconnect();
  proxy.close();
});

test('when a database that is busy ends all its connections at once, then it is asked again soon, each time', async () => {
  const failures: unknown[] = [];
  let done = false;
  const readers = Array.from({ length: READERS }, async () => {
    while (!done)
      await Note.findOne().catch((error) => {
        failures.push(error);
        return sleep(10);
      });
  });
  for (let n = 0; n < BREAKS; n++) {
    await sleep(150);
    for (const socket of open) socket.end();
    await sleep(700);
    await eventually(async () => (await Note.create({ text: `after break ${n}` })) !== null, 30);
  }
  done = true;
  await Promise.all(readers);
  expect(failures.filter((error) => !isTransient(error))).toEqual([]);
  expect(await Note.countDocuments()).toBe(BREAKS);
});
