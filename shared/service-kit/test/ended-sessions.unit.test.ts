import { EndedSessions } from '@ecommerce/service-kit/http';

describe('EndedSessions', () => {
  let now = 0;
  const clock = { now: () => new Date(now) };
  beforeEach(() => {
    now = 0;
  });

  it('knows the sessions that were added', () => {
    const ended = new EndedSessions(60, clock);
    ended.add(['a', 'b']);
    expect(['a', 'b', 'c'].map((id) => ended.has(id))).toEqual([true, true, false]);
  });

  it('forgets a session after the lifetime of its last token', () => {
    const ended = new EndedSessions(60, clock);
    ended.add(['a']);
    now = 59_999;
    ended.add(['b']);
    expect(ended.has('a')).toBe(true);
    now = 60_000;
    ended.add(['c']);
    expect([ended.has('a'), ended.has('b')]).toEqual([false, true]);
  });
});
