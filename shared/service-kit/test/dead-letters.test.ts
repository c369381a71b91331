import { ApiError } from '@ecommerce/service-kit/http';
import { DEAD_LETTER_COLLECTION, type DeadLetter, listener } from '@ecommerce/service-kit/messaging';
import { baseEnv, busEnv, defineService, sessionEnv } from '@ecommerce/service-kit/runtime';
import { eventually, newId, TestService } from '@ecommerce/test-kit';
import { z } from 'zod';
import { MAX_DELIVERIES } from '../src/messaging/middlewares.ts';

const poison = newId();
const delayed = newId();
const handled: string[] = [];
const attempts: Record<string, number> = {};

const orderCancelled = listener('order:cancelled', async ({ id }) => {
  const attempt = (attempts[id] ?? 0) + 1;
  attempts[id] = attempt;
  if (id === poison) throw new Error(`cannot handle it, attempt ${attempt}`);
  if (id === delayed && attempt <= MAX_DELIVERIES + 1) throw new ApiError('unavailable');
  handled.push(id);
});

const start = () =>
  TestService.start(
    defineService({
      name: 'listener',
      env: z.object({ ...baseEnv, ...sessionEnv, ...busEnv }),
      routes: [],
      setUp: () => ({ deps: {}, listeners: [orderCancelled] }),
    }),
  );
let test: Awaited<ReturnType<typeof start>>;
beforeAll(async () => {
  test = await start();
});
afterAll(() => test.stop());

const deadLetters = () => test.service.database.connection.collection<DeadLetter>(DEAD_LETTER_COLLECTION);
const deadLetter = (filter: object) =>
  eventually(async () => {
    const found = await deadLetters().findOne(filter);
    if (!found) throw new Error('no such dead letter');
    return found;
  });

describe('dead letters', () => {
  it('receive a message that keeps failing, with its error, while others pass', async () => {
    await test.events.publish('order:cancelled', { id: poison, version: 1 });
    const other = newId();
    await test.events.publish('order:cancelled', { id: other, version: 1 });
    await eventually(() => handled.includes(other));
    expect(attempts[poison]).toBeLessThan(MAX_DELIVERIES);

    const found = await deadLetter({ error: /cannot handle it/ });
    expect(found).toMatchObject({ subject: 'order:cancelled', deliveries: MAX_DELIVERIES });
    expect(JSON.parse(found.text)).toMatchObject({ id: poison });
    expect(attempts[poison]).toBe(MAX_DELIVERIES);
  });

  it('do not receive a message that waits for a dependency', async () => {
    await test.events.publish('order:cancelled', { id: delayed, version: 1 });
    await eventually(() => handled.includes(delayed));
    expect(await deadLetters().countDocuments({ text: new RegExp(delayed) })).toBe(0);
  });

  it.each(['no json', '{"id":1}', '{"id":"x","meta":{}}', 'null'])(
    'receive the malformed message %s immediately',
    async (text) => {
      await test.events.publishText('order:cancelled', text);
      expect((await deadLetter({ text })).deliveries).toBe(1);
    },
  );
});
