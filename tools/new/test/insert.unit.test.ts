import { addTableRow, addToTableCell, replaceOnce } from '../lib/insert.mjs';

const table = ['Text', '', '| Name | Listens to |', '|---|---|', '| a | x |', '| b | |', '', 'More'].join(
  '\n',
);
const header = '| Name |';

describe('addTableRow', () => {
  it('adds a row at the end of the table', () => {
    const added = table.replace('| b | |\n', '| b | |\n| c | |\n');
    expect(addTableRow(table, header, ['c', ''])).toBe(added);
  });

  it('rejects a text without the table', () => {
    expect(() => addTableRow('Text', header, ['c'])).toThrow('no table that begins with "| Name |"');
  });
});

describe('addToTableCell', () => {
  it.each([
    ['a', '| a | x, y |'],
    ['b', '| b | y |'],
  ])('adds to the cell of %s', (row, line) => {
    expect(addToTableCell(table, header, row, 'Listens to', 'y')).toContain(`\n${line}\n`);
  });

  it.each([
    ['c', 'Listens to'],
    ['a', 'Publishes'],
  ])('rejects an unknown row or column (%s, %s)', (row, column) => {
    expect(() => addToTableCell(table, header, row, column, 'y')).toThrow(`no row "${row}"`);
  });
});

describe('replaceOnce', () => {
  it('replaces the first match, and names a missing place', () => {
    expect(replaceOnce('a a', /a/, () => 'b', 'letter')).toBe('b a');
    expect(() => replaceOnce('a', /c/, () => 'b', 'letter c')).toThrow('there is no letter c.');
  });
});
