import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { listener } from '@ecommerce/service-kit/messaging';
import { baseEnv, busEnv, defineService, sessionEnv } from '@ecommerce/service-kit/runtime';
import { EventProbe, eventually, newId, TestService, testBusConfig } from '@ecommerce/test-kit';
import { z } from 'zod';

const service = defineService({
  name: 'listener',
  env: z.object({ ...baseEnv, ...sessionEnv, ...busEnv }),
  routes: [],
  setUp() {
    const handled: string[] = [];
    return {
      deps: { handled },
      listeners: [listener('order:cancelled', async ({ id }) => void handled.push(id))],
    };
  },
});

const openSockets = () => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;
/** Sockets that earlier test files left in the process. */
let openBefore = 0;
beforeEach(() => {
  openBefore = openSockets();
});
/** Waits, since sockets close some turns after their owner. */
const untilAllClosed = () => eventually(() => openSockets() <= openBefore);

describe('TestService', () => {
  it('delivers events to the service, and closes everything when it stops', async () => {
    const test = await TestService.start(service, { watch: ['order:cancelled'] });
    const id = newId();
    await test.deliver('order:cancelled', { id, version: 1 });
    expect(test.deps.handled).toEqual([id]);
    expect(openSockets()).toBeGreaterThan(openBefore);
    await test.stop();
    await untilAllClosed();
  });

  it.each([
    // The bus connects after the database has its indexes.
    ['mongodb, nats-streaming', { MONGO_URL: 'mongodb://127.0.0.1:9/none' }],
    ['nats-streaming', { NATS_URL: 'nats://127.0.0.1:9' }],
  ])('names %s when it is not ready in time, and closes everything', async (missing, env) => {
    const start = TestService.start(service, { env, readyWithinSeconds: 1 });
    await expect(start).rejects.toThrow(`is not ready: ${missing}`);
    await untilAllClosed();
  });
});

describe('EventProbe', () => {
  it('closes its connection when the broker is not ready in time', async () => {
    const silent = createServer((socket) => void socket.resume()).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as AddressInfo;
    const probe = new EventProbe(testBusConfig({ NATS_URL: `nats://127.0.0.1:${port}` }), []);
    await expect(probe.start(0.5)).rejects.toThrow('is not ready: nats-streaming');
    await untilAllClosed();
    silent.close();
  });
});
