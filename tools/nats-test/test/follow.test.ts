import { NatsBus } from '@ecommerce/shared';
import { eventually, testBusConfig, testLog } from '@ecommerce/shared/testing';
import { follow } from '../src/feed.ts';

test('when a reader stops at a message, then those behind it are left alone', async () => {
  const config = testBusConfig();
  const bus = new NatsBus('test', config, testLog);
  bus.start();
  await eventually(() => bus.ready);
  const many = Array.from({ length: 500 }, (_, n) => bus.publish('product:created', String(n)));
  await Promise.all(many);
  await bus.close();

  const stop = new AbortController();
  let seen = 0;
  await follow(testBusConfig({ CHANNEL_PREFIX: config.CHANNEL_PREFIX }), {
    subjects: ['product:created'],
    fromBeginning: true,
    onReady: () => {},
    onMessage: () => {
      seen += 1;
      if (seen === 3) stop.abort();
    },
    stop: stop.signal,
  });
  expect(seen).toBe(3);
});
