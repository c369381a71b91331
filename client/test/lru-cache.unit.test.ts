import { LruCache } from '../serve/lru-cache.mjs';

describe('LruCache', () => {
  it('evicts the least recently used entry once it is full', () => {
    const cache = new LruCache<string>(10);
    cache.set('a', 'A', 4);
    cache.set('b', 'B', 4);
    cache.get('a');
    cache.set('c', 'C', 4);
    expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual(['A', undefined, 'C']);
  });

  it('does not count a replaced or deleted entry', () => {
    const cache = new LruCache<string>(10);
    cache.set('a', 'A', 9);
    cache.set('a', 'AA', 5);
    cache.set('b', 'B', 5);
    cache.delete('b');
    cache.set('c', 'C', 5);
    expect([cache.get('a'), cache.get('c')]).toEqual(['AA', 'C']);
  });
});
