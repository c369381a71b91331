import { check, fc } from '@ecommerce/test-kit/properties';
import {
  type AllocationEvent,
  type AllocationState,
  nextStep,
  STORED_STATE,
  stateOf,
} from '../src/stock-allocation.ts';

const anyEvent = fc.constantFrom<AllocationEvent>('reserved', 'short', 'compensated', 'refunded', 'released');
const anyStart = fc.constantFrom<AllocationState>('allocating', 'allocated', 'released');

/** The states that an allocation passes, with the number of published rejections. */
function pathOf(start: AllocationState, events: AllocationEvent[]) {
  const path = [start];
  let rejections = 0;
  for (const event of events) {
    const step = nextStep(path.at(-1) ?? start, event);
    if (step) path.push(step.next);
    if (step?.action) rejections++;
  }
  return { path, rejections };
}

describe('a stock allocation, for events in any order', () => {
  it.each<[AllocationState[], AllocationEvent[]]>([
    [
      ['allocating', 'allocated', 'releasing', 'released'],
      ['reserved', 'refunded', 'released'],
    ],
    [
      ['allocating', 'compensating', 'rejected'],
      ['short', 'compensated'],
    ],
  ])('passes the states %j', (path, events) => {
    expect(pathOf('allocating', events).path).toEqual(path);
  });

  it('never returns to an earlier state', () => {
    check(
      fc.property(anyStart, fc.array(anyEvent), (start, events) => {
        const { path } = pathOf(start, events);
        expect(new Set(path).size).toBe(path.length);
      }),
    );
  });

  it('is rejected at most once, and only if it reserved nothing for good', () => {
    check(
      fc.property(anyStart, fc.array(anyEvent), (start, events) => {
        const { path, rejections } = pathOf(start, events);
        expect(rejections).toBe(path.includes('rejected') ? 1 : 0);
        expect(path.includes('rejected') && path.includes('allocated')).toBe(false);
      }),
    );
  });

  it('releases only stock that it has allocated', () => {
    check(
      fc.property(fc.array(anyEvent), (events) => {
        const { path } = pathOf('allocating', events);
        if (path.includes('releasing')) expect(path).toContain('allocated');
      }),
    );
  });
});

describe('stateOf', () => {
  it.each(Object.entries(STORED_STATE))('maps the stored form of "%s"', (state, stored) => {
    expect(stateOf({ state: stored })).toBe(state);
  });
});
