import { listener, MAX_DELIVERIES, Parked, Unavailable } from '@ecommerce/shared';
import { eventually, newId, TestBackend } from '@ecommerce/shared/testing';

const poison = newId();
const unlucky = newId();
const handled: string[] = [];
let triesOfPoison = 0;
let triesOfUnlucky = 0;

const orderCancelled = listener('order:cancelled', async ({ id }) => {
  if (id === poison) throw new Error(`cannot take it, try ${++triesOfPoison}`);
  if (id === unlucky && ++triesOfUnlucky <= MAX_DELIVERIES + 1) throw new Unavailable();
  handled.push(id);
});

let backend: TestBackend;
beforeAll(async () => {
  backend = await TestBackend.start({ service: 'consumer', listeners: [orderCancelled] });
});
afterAll(() => backend.stop());

test('when a message fails again and again, then it is parked with its error, and its neighbours pass', async () => {
  await backend.publish('order:cancelled', { id: poison, version: 1 });
  const neighbour = newId();
  await backend.publish('order:cancelled', { id: neighbour, version: 1 });
  await eventually(() => handled.includes(neighbour));
  expect(triesOfPoison).toBeLessThan(MAX_DELIVERIES);

  const parked = await eventually(() =>
    Parked.findOne({ error: /cannot take it/ })
      .orFail()
      .lean(),
  );
  expect(parked).toMatchObject({ subject: 'order:cancelled', deliveries: MAX_DELIVERIES });
  expect(JSON.parse(parked.text)).toMatchObject({ id: poison });
  expect(triesOfPoison).toBe(MAX_DELIVERIES);
});

test('when a dependency is away for long, then the message is not parked but taken afterwards', async () => {
  await backend.publish('order:cancelled', { id: unlucky, version: 1 });
  await eventually(() => handled.includes(unlucky));
  expect(await Parked.countDocuments({ text: new RegExp(unlucky) })).toBe(0);
});

test.each(['no json', '{"id":1}', '{"id":"x","meta":{}}', 'null'])(
  'when a message is malformed (%s), then it is parked at once',
  async (text) => {
    await backend.bus.publish('order:cancelled', text);
    const parked = await eventually(() => Parked.findOne({ text }).orFail().lean());
    expect(parked.deliveries).toBe(1);
  },
);
