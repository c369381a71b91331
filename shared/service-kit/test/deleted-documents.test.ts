import { updateAggregate } from '@ecommerce/service-kit/persistence';
import { eventually } from '@ecommerce/test-kit';
import { type Counter, counterEvents } from './counter.ts';
import { Instance } from './instance.ts';

let instance: Instance;
beforeEach(async () => {
  instance = await Instance.connect();
});
afterEach(() => instance.end());

const remove = ({ _id }: Pick<Counter, '_id'>, { counters } = instance) =>
  updateAggregate(counters, _id, () => ({ set: { count: 0 }, events: counterEvents, deletes: true }));
const stored = ({ _id }: Pick<Counter, '_id'>) => instance.counters.findStored(_id);
const silentCounter = () => instance.newCounter(() => []);

describe('a deleted document', () => {
  it('counts as missing at once', async () => {
    instance.bus.ready = false;
    const counter = await silentCounter();
    expect(await remove(counter)).toMatchObject({ outcome: 'updated', after: { count: 0 } });
    expect(await instance.counters.find(counter._id)).toBeNull();
    expect(await instance.increment(counter._id)).toMatchObject({ outcome: 'missing' });
    expect(await remove(counter)).toMatchObject({ outcome: 'missing' });
  });

  it('stays until the broker has its event, and no longer', async () => {
    instance.bus.ready = false;
    const counter = await silentCounter();
    await remove(counter);
    await instance.counters.cleanup.flush();
    expect(await stored(counter)).toMatchObject({ count: 0, deletedAt: expect.any(Date) });
    instance.bus.ready = true;
    await eventually(async () => (await stored(counter)) === null);
    await eventually(() => instance.counters.cleanup.isIdle);
    expect(instance.versions).toEqual([1]);
  });

  it('is removed with its events after the failure of its instance', async () => {
    instance.bus.ready = false;
    const counter = await instance.newCounter();
    await remove(counter);
    const other = await Instance.connect(instance.url);
    await other.relay.recover();
    await eventually(async () => (await stored(counter)) === null);
    expect(other.versions).toEqual([0, 1]);
    await other.stop();
    await other.database.close();
  });

  it('is removed when the answer to its removal is lost', async () => {
    const counter = await silentCounter();
    instance.loseAnswer('deleteOne');
    await remove(counter);
    await eventually(() => instance.counters.cleanup.isIdle);
    expect(await stored(counter)).toBeNull();
  });

  it('does not keep others from their cleanup', async () => {
    const [deleted, kept] = [await silentCounter(), await silentCounter()];
    await remove(deleted);
    await instance.increment(kept);
    await eventually(() => instance.versions.length === 2 && instance.relay.pending()[0]?.documents === 0);
    await instance.counters.cleanup.flush();
    expect([await stored(deleted), (await stored(kept))?.outbox]).toEqual([null, []]);
  });

  it('needs an event, whose publication removes it', async () => {
    const { _id } = await silentCounter();
    const deletion = updateAggregate(instance.counters, _id, () => ({ deletes: true }));
    await expect(deletion).rejects.toThrow('needs an event');
    expect(await stored({ _id })).not.toHaveProperty('deletedAt');
  });
});
