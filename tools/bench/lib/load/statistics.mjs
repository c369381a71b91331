/** Interpolates a quantile. @param {number[]} values @param {number} share between 0 and 1 @returns {number} NaN without values */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const position = (sorted.length - 1) * share;
  const [low, high] = [Math.floor(position), Math.ceil(position)];
  const [below = Number.NaN, above = Number.NaN] = [sorted[low], sorted[high]];
  return below + (above - below) * (position - low);
}

export const median = (/** @type {number[]} */ values) => quantile(values, 0.5);

/**
 * Summarizes durations in milliseconds.
 * @param {string} name @param {number[]} durations
 * @returns {Record<string, number>}
 */
export const latencies = (name, durations) => ({
  [`${name} p50, ms`]: quantile(durations, 0.5),
  [`${name} p95, ms`]: quantile(durations, 0.95),
});
