import { comparison, formatNumber, toMarkdown, toText } from '../lib/report/table.mjs';

const lines = [
  {
    name: 'fresh',
    sides: {
      before: { values: { 'checkouts/s': 10, failures: 0 } },
      after: { values: { 'checkouts/s': 35, failures: 0 } },
    },
  },
];

test('numbers keep three digits that matter', () => {
  expect([1234.5, 123.4, 12.34, 1.234, 0, Number.NaN].map(formatNumber)).toEqual([
    '1,235',
    '123',
    '12.3',
    '1.23',
    '0',
    '',
  ]);
});

describe('comparison', () => {
  it('has a column for each side and one for their ratio', () => {
    expect(comparison(lines, ['before', 'after'], ({ values }) => values)).toEqual([
      ['', '', 'before', 'after', 'ratio'],
      ['fresh', 'checkouts/s', '10', '35', '3.5 x'],
      ['', 'failures', '0', '0', ''],
    ]);
  });

  it('has one column of figures where nothing is compared', () => {
    expect(comparison(lines, ['after'], ({ values }) => values)).toEqual([
      ['', '', 'after'],
      ['fresh', 'checkouts/s', '35'],
      ['', 'failures', '0'],
    ]);
  });
});

test('a table is aligned for a terminal, and marked up for a document', () => {
  const rows = [
    ['', '', 'this'],
    ['fresh', 'failures', '0'],
  ];
  expect(toText(rows)).toBe('                 this\nfresh  failures     0');
  expect(toMarkdown(rows)).toBe('|  |  | this |\n| --- | --- | ---: |\n| fresh | failures | 0 |');
});
