import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Database, isTransient } from '@ecommerce/service-kit/persistence';
import { eventually, testDatabaseUrl, testLog } from '@ecommerce/test-kit';
import mongoose from 'mongoose';

/** More than the connections of the pool. */
const READERS = 40;
/** About every second break hits the driver at a critical moment. */
const BREAKS = 4;

const open = new Set<Socket>();
let proxy: Server;
let database: Database;

beforeAll(async () => {
  const url = new URL(testDatabaseUrl());
  const { port, hostname } = url;
  proxy = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    open.add(client);
    client.on('error', () => upstream.destroy()).on('close', () => open.delete(client));
    upstream.on('error', () => client.destroy());
    client.pipe(upstream).pipe(client);
  }).listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  url.port = String((proxy.address() as AddressInfo).port);
  database = new Database(url.href, testLog);
  await database.connect();
});

afterAll(async () => {
  await database.connection.dropDatabase();
  await database.close();
  proxy.close();
});

describe('Database', () => {
  it('recovers each time a busy server closes all connections', async () => {
    const notes = database.model('Note', new mongoose.Schema({ text: String }));
    const failures: unknown[] = [];
    let done = false;
    const readers = Array.from({ length: READERS }, async () => {
      while (!done)
        await notes.findOne().catch((error) => {
          failures.push(error);
          return sleep(10);
        });
    });
    for (let n = 0; n < BREAKS; n++) {
      await sleep(150);
      for (const socket of open) socket.end();
      await sleep(700);
      await eventually(async () => (await notes.create({ text: `after break ${n}` })) !== null, 30);
    }
    done = true;
    await Promise.all(readers);
    expect(failures.filter((error) => !isTransient(error))).toEqual([]);
    expect(await notes.countDocuments()).toBe(BREAKS);
  });

  it('connects again when Mongoose takes a closed client for connected', async () => {
    const client = database.connection.getClient();
    await database.connection.close();
    // The driver emits such an event when an answer arrives while the client is closing.
    client.emit('serverDescriptionChanged', { newDescription: { type: 'Standalone' } } as never);
    expect(database.connection.readyState).toBe(mongoose.ConnectionStates.connected);
    await database.connect(AbortSignal.timeout(20_000));
    expect(await database.isReady()).toBe(true);
  });
});
