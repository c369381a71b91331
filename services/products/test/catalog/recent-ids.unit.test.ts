import { RecentIds } from '../../src/catalog/recent-ids.ts';

describe('RecentIds', () => {
  it('remembers the ids that were added last', () => {
    const ids = new RecentIds(2);
    for (const id of ['a', 'b', 'a', 'c']) ids.add(id);
    expect(['a', 'b', 'c'].map((id) => ids.has(id))).toEqual([true, false, true]);
  });
});
