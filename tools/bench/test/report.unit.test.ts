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

test('formatNumber keeps three significant digits', () => {
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
  it('has a column per side and one for the ratio', () => {
    expect(comparison(lines, ['before', 'after'], ({ values }) => values)).toEqual([
      ['', '', 'before', 'after', 'ratio'],
      ['fresh', 'checkouts/s', '10', '35', '3.5 x'],
      ['', 'failures', '0', '0', ''],
    ]);
  });

  it('has a single column for one side', () => {
    expect(comparison(lines, ['after'], ({ values }) => values)).toEqual([
      ['', '', 'after'],
      ['fresh', 'checkouts/s', '35'],
      ['', 'failures', '0'],
    ]);
  });
});

test('toText aligns columns and toMarkdown writes a Markdown table', () => {
  const rows = [
    ['', '', 'this'],
    ['fresh', 'failures', '0'],
  ];
  expect(toText(rows)).toBe('                 this\nfresh  failures     0');
  expect(toMarkdown(rows)).toBe('|  |  | this |\n| --- | --- | ---: |\n| fresh | failures | 0 |');
});
