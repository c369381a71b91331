import { LruCache } from '../serve/lru-cache.mjs';

describe('LruCache', () => {
  it('forgets what was not used for longest once it is full', () => {
    const cache = new LruCache<string>(10);
    cache.set('a', 'A', 4);
    cache.set('b', 'B', 4);
    cache.get('a');
    cache.set('c', 'C', 4);
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual(['A', undefined, 'C']);
  });

  it('counts a replaced or deleted entry no more', () => {
    const cache = new LruCache<string>(10);
    cache.set('a', 'A', 9);
    cache.set('a', 'AA', 5);
    cache.set('b', 'B', 5);
    cache.delete('b');
    cache.set('c', 'C', 5);
    expect([cache.get('a'), cache.get('c')]).toEqual(['AA', 'C']);
  });
});
