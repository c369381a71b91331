import { ResultCache } from '../../src/catalog/result-cache.ts';

const MAX_BYTES = 100_000;
const keyOf = (index: number): string => `search ${index} ${'x'.repeat(80)}`;

/** Fills a cache with results of this many slots. @returns how many of them are still cached */
function countCached(entries: number, slots: number): { cached: number; bytes: number } {
  const cache = new ResultCache(MAX_BYTES);
  const result = Array.from({ length: slots }, (_, slot) => slot);
  let largest = 0;
  for (let index = 0; index < entries; index++) {
    cache.get(keyOf(index), () => result);
    largest = Math.max(largest, cache.bytes);
  }
  expect(largest).toBeLessThanOrEqual(MAX_BYTES);
  const { bytes } = cache;
  // From the newest on, as each miss displaces the oldest entry.
  let cached = 0;
  let isMissing = false;
  while (!isMissing && cached < entries) {
    cache.get(keyOf(entries - 1 - cached), () => {
      isMissing = true;
      return [];
    });
    if (!isMissing) cached++;
  }
  return { cached, bytes };
}

describe('the result cache', () => {
  it.each([1, 10, 1000])('stays in its budget with 10,000 distinct searches of %i hits', (slots) => {
    const { cached, bytes } = countCached(10_000, slots);
    expect(cached * (keyOf(0).length + 8 * slots)).toBeLessThanOrEqual(MAX_BYTES);
    expect(cached).toBeGreaterThan(0);
    expect(bytes).toBeGreaterThan(MAX_BYTES / 2);
  });

  it('holds no searches without hits', () => {
    expect(countCached(10_000, 0)).toEqual({ cached: 0, bytes: 0 });
  });

  it('holds no result that is larger than the budget', () => {
    expect(countCached(3, MAX_BYTES / 8)).toEqual({ cached: 0, bytes: 0 });
  });

  it('drops the results first that were not used for longest', () => {
    const cache = new ResultCache(1000);
    const made: string[] = [];
    const search = (key: string) =>
      cache.get(key, () => {
        made.push(key);
        return [1, 2];
      });
    for (const key of ['a', 'b', 'c', 'd', 'a', 'e', 'a', 'b']) search(key);
    expect(made).toEqual(['a', 'b', 'c', 'd', 'e', 'b']);
  });

  it('is empty after it was cleared', () => {
    const cache = new ResultCache();
    cache.get('a', () => [1]);
    cache.clear();
    expect(cache.bytes).toBe(0);
    expect(cache.get('a', () => [2])).toEqual([2]);
  });
});
