import { stateMachine } from '../src/runtime/state-machine.ts';

const transition = stateMachine<'open' | 'shut', 'close' | 'open' | 'knock', 'ring'>([
  ['open', 'close', 'shut'],
  ['shut', 'open', 'open', 'ring'],
]);

describe('stateMachine', () => {
  it('looks up the next state and the action', () => {
    expect(transition('open', 'close')).toEqual({ next: 'shut' });
    expect(transition('shut', 'open')).toEqual({ next: 'open', action: 'ring' });
  });

  it('returns undefined when the table has no row', () => {
    expect(transition('open', 'knock')).toBeUndefined();
    expect(transition('shut', 'close')).toBeUndefined();
  });
});
