import { DEAD_LETTER_COLLECTION, listener } from '@ecommerce/service-kit/messaging';
import { Database } from '@ecommerce/service-kit/persistence';
import { baseEnv, busEnv, defineService, sessionEnv } from '@ecommerce/service-kit/runtime';
import {
  EventProbe,
  eventually,
  TestService,
  testBusConfig,
  testBusEnv,
  testDatabaseUrl,
  testLog,
} from '@ecommerce/test-kit';
import request from 'supertest';
import { z } from 'zod';
import { BrokerInstances } from '../src/messaging/broker-instance.ts';

const listeningService = defineService({
  name: 'listener',
  env: z.object({ ...baseEnv, ...sessionEnv, ...busEnv }),
  routes: [],
  setUp: () => ({ deps: {}, listeners: [listener('order:cancelled', async () => {})] }),
});

const env = { ...testBusEnv(), MONGO_URL: testDatabaseUrl() };

/** Stores that the service was last connected to an earlier broker instance. */
async function storeEarlierInstance(): Promise<void> {
  const database = new Database(env.MONGO_URL, testLog);
  new BrokerInstances(database);
  await database.connect();
  const instances = database.connection.model('BrokerRun');
  await instances.create({ _id: 'nats-streaming', run: 'earlier', seenAt: new Date(), claimedUntil: 0 });
  await database.close();
}

async function publishMalformed(text: string): Promise<void> {
  const publisher = new EventProbe(testBusConfig(env), []);
  await publisher.start();
  await publisher.publishText('order:cancelled', text);
  await publisher.close();
}

describe('a service whose broker was restarted', () => {
  it('passes live and replayed messages through the same middlewares', async () => {
    // The metric keeps the first name of this outcome.
    const deadLettered = 'parked';
    await Promise.all([storeEarlierInstance(), publishMalformed('no json')]);
    const test = await TestService.start(listeningService, { env });
    await eventually(async () => {
      const { text } = await request(test.app).get('/metrics');
      expect(text).toContain(`events_handled_total{subject="order:cancelled",outcome="${deadLettered}"} 2`);
    });
    expect(await test.collection(DEAD_LETTER_COLLECTION).countDocuments()).toBe(1);
    await test.stop();
  });
});
