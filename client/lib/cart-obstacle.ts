interface Line {
  quantity: number;
  /** Units in stock; undefined while unknown. */
  available?: number;
  removed?: boolean;
}

/** Returns why lines cannot be ordered, or undefined if they can. */
export function obstacleOf(lines: Line[]): 'removed' | 'stock' | undefined {
  if (lines.some(({ removed }) => removed)) return 'removed';
  return lines.some(({ available, quantity }) => (available ?? quantity) < quantity) ? 'stock' : undefined;
}
