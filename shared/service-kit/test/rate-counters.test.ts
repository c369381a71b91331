import { ApiError, SharedRateLimit } from '@ecommerce/service-kit/http';
import { type CountedPart, Database, RateCounters } from '@ecommerce/service-kit/persistence';
import { eventually, testDatabaseUrl, testLog } from '@ecommerce/test-kit';

const WINDOW = 60;
const url = testDatabaseUrl();
let now = new Date('2026-01-05T09:30:00.000Z');
const clock = { now: () => now };
const databases = [new Database(url, testLog), new Database(url, testLog)] as const;
const [one, two] = databases.map((database) => new RateCounters(database, testLog, clock)) as [
  RateCounters,
  RateCounters,
];

beforeAll(() => Promise.all(databases.map((database) => database.connect())));
afterAll(async () => {
  await databases[0].connection.dropDatabase();
  await Promise.all(databases.map((database) => database.close()));
});

const stored = () => databases[0].connection.collection('rate_counters').find().toArray();
const countsOf = async (key: string) =>
  (await stored()).filter(({ _id }) => String(_id).startsWith(`${key}:`)).map(({ count }) => count);

describe('RateCounters', () => {
  it('gives each concurrent attempt on two instances a number of its own', async () => {
    const counted = await Promise.all(
      Array.from({ length: 60 }, (_, index) => (index % 2 === 0 ? one : two).count('parallel', WINDOW)),
    );
    const counts = counted.map(({ count }) => count).sort((a, b) => a - b);
    expect(counts).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
  });

  it('starts again in the next window', async () => {
    now = new Date('2026-01-05T09:30:45.000Z');
    expect(await one.count('window', WINDOW)).toMatchObject({ count: 1, resetsInSeconds: 15 });
    now = new Date('2026-01-05T09:30:59.999Z');
    expect(await one.count('window', WINDOW)).toMatchObject({ count: 2, resetsInSeconds: 1 });
    now = new Date('2026-01-05T09:31:00.000Z');
    expect(await one.read('window', WINDOW)).toBe(0);
    expect(await one.count('window', WINDOW)).toMatchObject({ count: 1, resetsInSeconds: 60 });
    expect(await two.read('window', WINDOW)).toBe(1);
  });

  it('takes attempts back, never below 0', async () => {
    const first = await one.count('back', WINDOW);
    const second = await one.count('back', WINDOW);
    await two.takeBack(first);
    expect(await countsOf('back')).toEqual([1]);
    await two.takeBack(second);
    await two.takeBack(second);
    expect(await countsOf('back')).toEqual([0]);
  });

  it('clears a counter', async () => {
    await one.count('cleared', WINDOW);
    await two.clear(await one.count('cleared', WINDOW));
    expect(await countsOf('cleared')).toEqual([0]);
  });

  it('counts the parts of a key, and clears one part only', async () => {
    expect(await one.countPart('whole', 'a', WINDOW)).toMatchObject({ count: 1, countOfPart: 1 });
    const again = await two.countPart('whole', 'a', WINDOW);
    expect(again).toMatchObject({ count: 2, countOfPart: 2 });
    expect(await one.countPart('whole', 'b', WINDOW)).toMatchObject({ count: 3, countOfPart: 1 });
    await one.clear(again);
    expect(await one.countPart('whole', 'a', WINDOW)).toMatchObject({ count: 3, countOfPart: 1 });
    expect(await one.countPart('whole', 'b', WINDOW)).toMatchObject({ count: 4, countOfPart: 2 });
  });

  it('keeps nothing of attempts that were taken back or cleared', async () => {
    const counted = await Promise.all(
      Array.from({ length: 30 }, (_, index) => one.countPart('rejected', `part${index % 10}`, WINDOW)),
    );
    await one.clear(counted[0] as CountedPart);
    await Promise.all(counted.slice(1).map((attempt) => two.takeBack(attempt)));
    const [document] = (await stored()).filter(({ _id }) => String(_id).startsWith('rejected:'));
    expect([document?.count, document?.parts]).toEqual([0, {}]);
  });

  it('does not bring an expired counter back', async () => {
    await one.takeBack({ id: 'expired:1', count: 1, resetsInSeconds: 0 });
    await one.clear({ id: 'expired:1', count: 1, resetsInSeconds: 0 });
    expect(await countsOf('expired')).toEqual([]);
  });

  it('removes expired counters', async () => {
    // In the past, so that MongoDB's own clock agrees.
    now = new Date('2026-01-06T00:00:00.000Z');
    await Promise.all(Array.from({ length: 20 }, (_, index) => one.count(`old ${index}`, WINDOW)));
    now = new Date(Date.now() + 3600_000);
    await one.count('new', WINDOW);
    one.start();
    await eventually(async () => (await stored()).length === 1, 120);
    await one.stop();
    expect(await countsOf('new')).toEqual([1]);
  });
});

describe('SharedRateLimit', () => {
  it('allows exactly its limit of concurrent attempts per key', async () => {
    now = new Date(Date.now() + 7200_000);
    const options = { name: 'tests', limit: 7, windowSeconds: WINDOW, error: 'too_many_attempts' } as const;
    const limits = [new SharedRateLimit(one, options), new SharedRateLimit(two, options)];
    const results = await Promise.allSettled(
      Array.from({ length: 30 }, (_, index) => limits[index % 2]?.take('a')),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(7);
    const failed = results.find((result) => result.status === 'rejected');
    expect(failed?.reason).toBeInstanceOf(ApiError);
    expect(failed?.reason).toMatchObject({ code: 'too_many_attempts', status: 429 });
    await expect(limits[0]?.take('b')).resolves.toBeUndefined();
  });
});
