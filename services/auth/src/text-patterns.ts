/** Rows of keyboards, whose neighbours count as consecutive. */
const KEYBOARD_ROWS = ['1234567890', 'qwertyuiop', 'qwertzuiop', 'azertyuiop', 'asdfghjkl', 'zxcvbnm'];

/**
 * Counts the runs of equal or consecutive characters that a text consists of: 1 in `aaaaaaaa` and `qwertyuiop`, 2 in
 * `abcd4321`, 4 in `horse`.
 */
export function countRuns(text: string): number {
  const characters = [...text];
  let runs = 0;
  let direction: number | undefined;
  for (const [index, character] of characters.entries()) {
    const step = index === 0 ? undefined : stepBetween(characters[index - 1] ?? '', character);
    const continues = step !== undefined && (direction === undefined || direction === step);
    if (!continues) runs++;
    // The first character of a run has no direction yet.
    direction = continues ? step : undefined;
  }
  return runs;
}

/** Returns -1, 0 or 1 for neighbours in the alphabet or on a keyboard, undefined for others. */
function stepBetween(before: string, after: string): number | undefined {
  const steps = [(after.codePointAt(0) ?? 0) - (before.codePointAt(0) ?? 0)];
  for (const row of KEYBOARD_ROWS)
    if (row.includes(before) && row.includes(after)) steps.push(row.indexOf(after) - row.indexOf(before));
  return steps.find((step) => Math.abs(step) <= 1);
}

/** Whether a text repeats its first characters to its end, at most `max` of them: 3 in `abcabcab`. */
export function hasShortPeriod(text: string, max: number): boolean {
  const characters = [...text];
  const isPeriod = (period: number) =>
    characters.every((character, index) => index < period || character === characters[index - period]);
  return Array.from({ length: max }, (_, index) => index + 1).some(isPeriod);
}
