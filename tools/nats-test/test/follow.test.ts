import { testBusEnv } from '@ecommerce/test-kit';
import { withBus } from '../src/bus.ts';
import { follow } from '../src/follow.ts';

test('follow passes no further message after stop aborts', async () => {
  const env = testBusEnv();
  await withBus(env, (bus) =>
    Promise.all(Array.from({ length: 500 }, (_, n) => bus.publish('product:created', String(n)))),
  );
  const stop = new AbortController();
  const seen: string[] = [];
  await withBus(env, (bus) =>
    follow(bus, {
      subjects: ['product:created'],
      from: 'first',
      onMessage: ({ text }) => {
        seen.push(text);
        if (seen.length === 3) stop.abort();
      },
      stop: stop.signal,
    }),
  );
  expect(seen).toHaveLength(3);
});
