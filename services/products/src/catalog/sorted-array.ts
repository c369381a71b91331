/** Negative when `one` sorts before `other`. */
export type Compare<T> = (one: T, other: T) => number;

export const compareNumbers: Compare<number> = (one, other) => one - other;

/** Inserts an item into an array sorted by `compare`. */
export function insertSorted<T>(items: T[], item: T, compare: Compare<T>): void {
  items.splice(lowerBound(items, item, compare), 0, item);
}

/** Removes an item from an array sorted by `compare`; it must compare as it did when it was inserted. */
export function removeSorted<T>(items: T[], item: T, compare: Compare<T>): void {
  const index = lowerBound(items, item, compare);
  if (items[index] === item) items.splice(index, 1);
}

/** Whether an array of numbers in ascending order contains one. */
export const includesSorted = (items: number[], item: number): boolean =>
  items[lowerBound(items, item, compareNumbers)] === item;

/** Returns the first index whose item does not sort before `item`. */
function lowerBound<T>(items: T[], item: T, compare: Compare<T>): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compare(items[middle] as T, item) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
