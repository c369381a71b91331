/** @import { Line, Medians, Numbers } from './summary.mjs' */

/** Formats a number with three significant digits. @param {number | undefined} value */
export function formatNumber(value) {
  if (value === undefined || !Number.isFinite(value)) return '';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return Number(value.toFixed(digits)).toLocaleString('en');
}

/** Formats the ratio of `after` to `before`. @param {number | undefined} before @param {number | undefined} after */
const ratio = (before, after) => (before && after !== undefined ? `${formatNumber(after / before)} x` : '');

/**
 * Creates the rows of a table: one row per case and figure, one column per side, and their ratio.
 * @param {Line[]} lines @param {string[]} sides
 * @param {(medians: Medians) => Numbers | undefined} select selects the figures of a case
 * @returns {string[][]} the header row first
 */
export function comparison(lines, sides, select) {
  const [first = '', second = ''] = sides;
  const rows = lines.flatMap((line) => {
    const figures = sides.map((side) => (line.sides[side] && select(line.sides[side])) ?? {});
    const names = [...new Set(figures.flatMap(Object.keys))];
    return names.map((name, index) => [
      index === 0 ? line.name : '',
      name,
      ...figures.map((one) => formatNumber(one[name])),
      ...(second ? [ratio(figures[0]?.[name], figures[1]?.[name])] : []),
    ]);
  });
  return [['', '', first, ...(second ? [second, 'ratio'] : [])], ...rows];
}

/** Formats a table for a terminal. @param {string[][]} rows */
export function toText(rows) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const pad = (/** @type {string} */ cell, /** @type {number} */ column) =>
    column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0);
  return rows.map((row) => row.map(pad).join('  ').trimEnd()).join('\n');
}

/** Formats a table as Markdown. @param {string[][]} rows */
export function toMarkdown([head = [], ...rows]) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`;
  const rule = head.map((_, column) => (column < 2 ? '---' : '---:'));
  return [head, rule, ...rows].map(line).join('\n');
}
