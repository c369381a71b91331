import { BoundedMap } from '../src/runtime/bounded-map.ts';

describe('BoundedMap', () => {
  it('remembers the entries that were set last', () => {
    const map = new BoundedMap<true>(2);
    for (const key of ['a', 'b', 'a', 'c']) map.set(key, true);
    expect(['a', 'b', 'c'].map((key) => map.has(key))).toEqual([true, false, true]);
  });
});
