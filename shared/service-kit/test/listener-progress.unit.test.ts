import { FakeClock } from '@ecommerce/test-kit';
import type { Delivery } from '../src/messaging/bus.ts';
import { ListenerProgress } from '../src/messaging/listener-progress.ts';
import type { MissedMessageReplay } from '../src/messaging/missed-message-replay.ts';
import { MemoryBus } from './memory-bus.ts';

const ACK_WAIT_S = 10;
const MARGIN_S = 60;

/** The progress of a service that connected a day ago. */
function connected() {
  const [clock, bus, replay] = [new FakeClock(), new MemoryBus(), { isDone: true }];
  const progress = new ListenerProgress(bus, ACK_WAIT_S * 1000, clock);
  bus.ready = true;
  clock.advance(86_400);
  const isCaughtUp = () => progress.isCaughtUp(replay as MissedMessageReplay, MARGIN_S * 1000);
  return { clock, bus, replay, progress, isCaughtUp };
}

/** Expects that events may be missing until the time of a redelivery and the margin have passed. */
function expectToCatchUp({ clock, isCaughtUp }: ReturnType<typeof connected>) {
  expect(isCaughtUp()).toBe(false);
  clock.advance(ACK_WAIT_S + MARGIN_S - 1);
  expect(isCaughtUp()).toBe(false);
  clock.advance(1);
  expect(isCaughtUp()).toBe(true);
}

describe('isCaughtUp()', () => {
  it('is true long after the connection', () => {
    expect(connected().isCaughtUp()).toBe(true);
  });

  it('is false without a connection, and for some time after a reconnection', () => {
    const instance = connected();
    instance.bus.ready = false;
    instance.clock.advance(86_400);
    expect(instance.isCaughtUp()).toBe(false);
    instance.bus.ready = true;
    expectToCatchUp(instance);
  });

  it('is false for some time after a failed delivery, which is repeated', async () => {
    const instance = connected();
    const error = new Error('the database is unavailable');
    const { handle } = instance.progress.observe({
      subject: 'payment:created',
      handle: () => Promise.reject(error),
    });
    await expect(handle({} as Delivery)).rejects.toBe(error);
    expectToCatchUp(instance);
  });

  it('stays true after a delivery', async () => {
    const instance = connected();
    const { handle } = instance.progress.observe({ subject: 'payment:created', handle: async () => {} });
    await handle({} as Delivery);
    expect(instance.isCaughtUp()).toBe(true);
  });

  it('is false until missed messages are replayed', () => {
    const instance = connected();
    instance.replay.isDone = false;
    expect(instance.isCaughtUp()).toBe(false);
  });
});
