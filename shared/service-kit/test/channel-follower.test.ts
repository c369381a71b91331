import { listener, NatsBus } from '@ecommerce/service-kit/messaging';
import { EventProbe, eventually, newId, testBusConfig, testLog } from '@ecommerce/test-kit';
import { ChannelFollower } from '../src/messaging/channel-follower.ts';
import { FakeChannel } from './fake-channel.ts';

const startedAt = new Date('2026-01-01T00:00:00Z');
const clock = { now: () => startedAt };

/** Starts a follower of a channel. @returns also the ids that it has handled */
function follow(channel: FakeChannel, fails = false) {
  const ids: string[] = [];
  const record = listener('order:cancelled', async ({ id }) => {
    ids.push(id);
    if (fails) throw new Error('not this one');
  });
  const follower = new ChannelFollower(channel.bus, record, testLog, { clock });
  follower.start();
  return { follower, ids };
}

const newChannel = () => new FakeChannel('order:cancelled', startedAt);

describe('ChannelFollower', () => {
  it('reads what arrived before the first connection, then follows', async () => {
    const channel = newChannel();
    const { ids } = follow(channel);
    const before = channel.publish();
    channel.connect();
    await eventually(() => expect(ids).toEqual([before]));
    const next = channel.publish();
    await eventually(() => expect(ids).toEqual([before, next]));
  });

  it('reads what arrived while disconnected, from the last event on', async () => {
    const channel = newChannel();
    const { ids } = follow(channel);
    channel.connect();
    await eventually(() => channel.reads.length === 1);
    const handled = [channel.publish(), channel.publish()];
    await eventually(() => expect(ids).toEqual(handled));
    channel.disconnect();
    const missed = [channel.publish(), channel.publish()];
    expect(ids).toEqual(handled);
    channel.connect();
    await eventually(() => expect(ids).toEqual([...handled, handled[1], ...missed]));
  });

  it('starts from the same event again when the connection is lost too early', async () => {
    const channel = newChannel();
    const { ids } = follow(channel);
    channel.connect();
    await eventually(() => channel.reads.length === 1);
    channel.disconnect();
    const missed = channel.publish();
    channel.failNext(1);
    channel.connect();
    channel.disconnect();
    channel.connect();
    await eventually(() => expect(ids).toContain(missed));
    expect(new Set(channel.reads).size).toBe(1);
  });

  it('retries when the broker rejects a call', async () => {
    const channel = newChannel();
    const { ids } = follow(channel);
    channel.failNext(2);
    channel.connect();
    const id = channel.publish();
    await eventually(() => expect(ids).toContain(id));
  });

  it('continues after an event that cannot be parsed or handled', async () => {
    const channel = newChannel();
    const { ids } = follow(channel, true);
    channel.connect();
    channel.publish('no json');
    const published = [channel.publish(), channel.publish()];
    await eventually(() => expect(ids).toEqual(expect.arrayContaining(published)));
  });

  it('passes on nothing after it was stopped', async () => {
    const channel = newChannel();
    const { follower, ids } = follow(channel);
    channel.connect();
    await eventually(() => channel.reads.length === 1);
    follower.stop();
    channel.publish();
    expect(ids).toEqual([]);
  });
});

describe('ChannelFollower of NATS Streaming', () => {
  it('passes each event to every instance, including earlier events', async () => {
    const config = testBusConfig();
    const probe = new EventProbe(config, []);
    await probe.start();
    const handled: string[][] = [[], []];
    const buses = handled.map((ids, number) => {
      const bus = new NatsBus('follower', { ...config, NATS_CLIENT_ID: `instance-${number}` }, testLog);
      const record = listener('order:cancelled', async ({ id }) => void ids.push(id));
      new ChannelFollower(bus, record, testLog).start();
      return bus;
    });
    const publish = async () => {
      const id = newId();
      await probe.publish('order:cancelled', { id, version: 1 });
      return id;
    };
    const published = [await publish()];
    for (const bus of buses) bus.start();
    await eventually(() => buses.every((bus) => bus.ready));
    published.push(await publish());
    for (const ids of handled) await eventually(() => expect(ids).toEqual(expect.arrayContaining(published)));
    await Promise.all([probe, ...buses].map((one) => one.close()));
  });
});
