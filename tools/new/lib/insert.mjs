import { UserError } from '../../embedded/lib/errors.mjs';

/*
 * Edits of source text. Biome keeps the shape of these places the same in every file, and formats what is inserted; a
 * place that looks different is an error instead of a guess.
 */

/**
 * Replaces the first match.
 * @param {string} text @param {RegExp} pattern @param {(match: string, ...groups: string[]) => string} replacement
 * @param {string} place names what is missing, for the error
 * @throws {UserError}
 */
export function replaceOnce(text, pattern, replacement, place) {
  if (!pattern.test(text)) throw new UserError(`there is no ${place}.`);
  return text.replace(pattern, replacement);
}

/** Adds an import; Biome sorts it, and merges it with one of the same module. @param {string} text @param {string} code */
export const addImport = (text, code) => `${code}\n${text}`;

/**
 * Adds a row at the end of a Markdown table.
 * @param {string} text @param {string} header the beginning of its first line @param {string[]} cells
 */
export function addTableRow(text, header, cells) {
  const lines = text.split('\n');
  const begin = lines.findIndex((line) => line.startsWith(header));
  if (begin < 0) throw new UserError(`there is no table that begins with "${header}".`);
  const length = lines.slice(begin).findIndex((line) => !line.startsWith('|'));
  const row = `|${cells.map((cell) => (cell ? ` ${cell} ` : ' ')).join('|')}|`;
  lines.splice(length < 0 ? lines.length : begin + length, 0, row);
  return lines.join('\n');
}

/**
 * Adds to the list in a cell of a Markdown table.
 * @param {string} text @param {string} header the beginning of the table's first line
 * @param {string} row the text of the row's first cell @param {string} column @param {string} item
 */
export function addToTableCell(text, header, row, column, item) {
  const lines = text.split('\n');
  const begin = lines.findIndex((line) => line.startsWith(header));
  const index = lines.findIndex((line, number) => number > begin && line.startsWith(`| ${row} |`));
  const cells = (lines[index] ?? '').split('|');
  const place = (lines[begin] ?? '').split('|').findIndex((cell) => cell.trim() === column);
  if (begin < 0 || index < 0 || place < 0)
    throw new UserError(`there is no row "${row}" with a column "${column}" in a table.`);
  const before = cells[place]?.trim();
  cells[place] = before ? ` ${before}, ${item} ` : ` ${item} `;
  lines[index] = cells.join('|');
  return lines.join('\n');
}
