import { ApiError } from '@ecommerce/service-kit/http';
import {
  type AggregateStore,
  event,
  insertAggregate,
  isDuplicateKey,
  updateAggregate,
} from '@ecommerce/service-kit/persistence';
import { newId, TestService } from '@ecommerce/test-kit';
import { jest } from '@jest/globals';
import { type Counter, counterEvents, counterService } from './counter.ts';

let test: Awaited<ReturnType<typeof start>>;
let counters: AggregateStore<Counter>;
const start = () => TestService.start(counterService);
beforeAll(async () => {
  test = await start();
  counters = test.deps.counters;
});
afterAll(() => test.stop());
afterEach(() => jest.restoreAllMocks());

const newCounter = (count = 1) => insertAggregate(counters, { count });

/** Writes like another process, which raises the version. */
const writeElsewhere = ({ _id }: Counter, set: Partial<Counter> = {}) =>
  counters.model.updateOne({ _id }, { $set: set, $inc: { version: 1 } });

describe('updateAggregate', () => {
  it('returns the states before and after an update, and the value of decide', async () => {
    const { _id } = await newCounter();
    const result = await updateAggregate(counters, _id, ({ count }) => ({
      set: { count: count + 1 },
      value: count,
    }));
    expect(result).toMatchObject({
      outcome: 'updated',
      before: { count: 1, version: 0 },
      after: { count: 2, version: 1 },
      value: 1,
    });
    expect(await counters.find(_id)).toEqual(result.after);
  });

  it('stores the events of the new state in the same write', async () => {
    const { _id } = await newCounter();
    await test.service.messaging?.relay.stop();
    const { outcome, after } = await updateAggregate(counters, _id, () => ({ events: counterEvents }));
    expect(outcome).toBe('updated');
    expect(after?.outbox).toMatchObject([
      { subject: 'order:cancelled', data: { id: String(_id), version: 1 } },
    ]);
  });

  it.each([
    ['nothing', undefined, undefined],
    ['fields that are equal', { set: { count: 1 }, events: () => [] }, undefined],
    ['only a value', { value: 'seen' }, 'seen'],
  ])('writes nothing when decide returns %s', async (_what, decision, value) => {
    const counter = await newCounter();
    const write = jest.spyOn(counters.collection, 'findOneAndUpdate');
    const result = await updateAggregate(counters, counter._id, async () => decision);
    const { before } = result;
    expect(result).toEqual({ outcome: 'unchanged', before, after: before, value });
    expect(write).not.toHaveBeenCalled();
    expect(await counters.find(counter._id)).toMatchObject({ version: 0, count: 1 });
  });

  it('returns missing, and does not call decide, for an unknown aggregate', async () => {
    const decide = jest.fn(() => ({ set: { count: 1 } }));
    const missing = { outcome: 'missing', before: null, after: null, value: undefined };
    expect(await updateAggregate(counters, newId(), decide)).toEqual(missing);
    expect(decide).not.toHaveBeenCalled();
  });

  it('calls decide again after another process has written', async () => {
    const counter = await newCounter();
    const seen: number[] = [];
    const result = await updateAggregate(counters, counter._id, async ({ count }) => {
      seen.push(count);
      if (seen.length === 1) await writeElsewhere(counter, { count: 10 });
      return { set: { count: count + 1 }, value: count };
    });
    expect(seen).toEqual([1, 10]);
    expect(result).toMatchObject({ outcome: 'updated', value: 10 });
    expect(await counters.find(counter._id)).toMatchObject({ count: 11, version: 2 });
  });

  it('throws unavailable after 60 version conflicts', async () => {
    // Halves the delays.
    jest.spyOn(Math, 'random').mockReturnValue(0);
    const counter = await newCounter();
    const decide = jest.fn(async ({ count }: Counter) => {
      await writeElsewhere(counter);
      return { set: { count: count + 1 } };
    });
    const error = await updateAggregate(counters, counter._id, decide).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'unavailable', headers: { 'Retry-After': '1' } });
    expect(error).toBeInstanceOf(ApiError);
    expect(decide).toHaveBeenCalledTimes(60);
    expect(await counters.find(counter._id)).toMatchObject({ count: 1, version: 60 });
  });

  it('performs the queued changes after one whose decide throws', async () => {
    const { _id } = await newCounter();
    const rejected = updateAggregate(counters, _id, () => {
      throw new Error('refused');
    });
    const made = updateAggregate(counters, _id, () => ({ set: { count: 2 } }));
    await expect(rejected).rejects.toThrow('refused');
    await expect(made).resolves.toMatchObject({ outcome: 'updated' });
  });

  it('writes nothing when an event violates its contract', async () => {
    const { _id } = await newCounter();
    const broken = updateAggregate(counters, _id, () => ({
      set: { count: 2 },
      events: () => [event('order:cancelled', { id: 'not an id', version: -1 })],
    }));
    await expect(broken).rejects.toThrow('24 hex digits');
    expect(await counters.find(_id)).toMatchObject({ count: 1, version: 0 });
  });
});

describe('updateAggregate with an aggregate that its caller has read', () => {
  it('reads nothing', async () => {
    const counter = await newCounter();
    const read = jest.spyOn(counters, 'find');
    const { after } = await updateAggregate(counters, counter, ({ count }) => ({
      set: { count: count + 1 },
    }));
    expect(after).toMatchObject({ count: 2, version: 1 });
    expect(read).not.toHaveBeenCalled();
  });

  it('reads it after a version conflict', async () => {
    const counter = await newCounter();
    await writeElsewhere(counter, { count: 10 });
    const read = jest.spyOn(counters, 'find');
    const { before } = await updateAggregate(counters, counter, ({ count }) => ({
      set: { count: count + 1 },
    }));
    expect(before).toMatchObject({ count: 10 });
    expect(read).toHaveBeenCalledTimes(1);
    expect(await counters.find(counter._id)).toMatchObject({ count: 11, version: 2 });
  });
});

describe('insertAggregate', () => {
  it('throws a duplicate key error when the id exists', async () => {
    const { _id } = await newCounter();
    const error = await insertAggregate(counters, { _id, count: 2 }).catch((thrown: unknown) => thrown);
    expect(isDuplicateKey(error)).toBe(true);
  });
});
