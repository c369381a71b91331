import { retryText } from '../lib/retry-text.ts';

describe('retryText', () => {
  it.each([
    [undefined, undefined],
    [1, undefined],
    [59, undefined],
    [60, 'You can try again in 1 minute.'],
    [61, 'You can try again in 2 minutes.'],
    [900, 'You can try again in 15 minutes.'],
  ])('turns %p seconds into %p', (seconds, text) => {
    expect(retryText(seconds)).toBe(text);
  });
});
