import { listener } from '@ecommerce/service-kit/messaging';
import { insertAggregate, updateAggregate } from '@ecommerce/service-kit/persistence';
import { defineService } from '@ecommerce/service-kit/runtime';
import { eventually, newId, TestService } from '@ecommerce/test-kit';
import request from 'supertest';
import { counterEvents, counterService } from './counter.ts';

/** Defines a service with aggregates that records the ids of the events it handles. */
const serviceOf = (name: string) =>
  defineService({
    ...counterService,
    name,
    setUp(context) {
      const handled: string[] = [];
      return {
        deps: { ...counterService.setUp(context).deps, handled },
        listeners: [listener('order:cancelled', async ({ id }) => void handled.push(id))],
      };
    },
  });

const watch = { watch: ['order:cancelled' as const] };
const [one, another] = [serviceOf('one'), serviceOf('another')];

describe.each([
  ['two instances of one definition', one],
  ['two definitions', another],
])('%s in one process', (_name, neighborService) => {
  const start = async () => {
    const [service, neighbor] = await Promise.all([
      TestService.start(one, watch),
      TestService.start(neighborService, watch),
    ]);
    return { service, neighbor };
  };
  let both: Awaited<ReturnType<typeof start>>;
  beforeAll(async () => {
    both = await start();
  });
  afterAll(() => both.service.stop());

  const eventIds = (test: typeof both.service) => test.events.payloads('order:cancelled').map(({ id }) => id);

  it('keep their data and events apart', async () => {
    const { service, neighbor } = both;
    const { _id } = await insertAggregate(service.deps.counters, { count: 1 }, counterEvents);
    const other = await insertAggregate(neighbor.deps.counters, { count: 2 }, counterEvents);
    await eventually(() => service.deps.handled.includes(String(_id)));
    await eventually(() => eventIds(neighbor).length === 1);
    expect(await service.deps.counters.model.find().lean()).toMatchObject([{ _id, count: 1 }]);
    expect(await neighbor.deps.counters.model.find().lean()).toMatchObject([{ _id: other._id, count: 2 }]);
    expect(service.deps.handled).toEqual([String(_id)]);
    expect([eventIds(service), eventIds(neighbor)]).toEqual([[String(_id)], [String(other._id)]]);
  });

  it('keep their metrics apart', async () => {
    const { service, neighbor } = both;
    await service.deliver('order:cancelled', { id: newId(), version: 1 });
    await request(service.app).get('/only-here');
    const metrics = async ({ app }: { app: typeof service.app }) => (await request(app).get('/metrics')).text;
    const requests = /^http_request_duration_seconds_count\{/m;
    expect(await metrics(service)).toMatch(requests);
    expect(await metrics(service)).toMatch(
      /^events_handled_total\{subject="order:cancelled",outcome="applied"\} 2$/m,
    );
    expect(await metrics(neighbor)).not.toMatch(requests);
    expect(await metrics(neighbor)).not.toContain('outcome="applied"} 2');
  });

  it('do not stop each other', async () => {
    const { service, neighbor } = both;
    await neighbor.stop();
    expect((await request(neighbor.app).get('/readyz')).status).toBe(503);
    expect((await request(service.app).get('/readyz')).status).toBe(200);
    const { _id } = await insertAggregate(service.deps.counters, { count: 1 });
    await updateAggregate(service.deps.counters, _id, () => ({ set: { count: 2 }, events: counterEvents }));
    await eventually(() => service.deps.handled.includes(String(_id)));
    expect(await service.deps.counters.find(_id)).toMatchObject({ count: 2 });
  });
});
