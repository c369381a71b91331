import { findings } from '../findings.mjs';

const words = (file: string, text: string) => findings(file, text).map(({ line, found }) => [line, found]);

describe('findings', () => {
  it('finds a word that has a standard term', () => {
    expect(findings('docs/a.md', 'One\ntwo pictures')).toEqual([
      { line: 2, found: 'pictures', instead: 'image' },
    ]);
  });

  it('finds a comment without a subject', () => {
    expect(words('src/a.ts', '// What is left of it.')).toEqual([[1, '// What']]);
    expect(words('docs/a.md', 'Who corrects a title need not know the stock.')).toEqual([[1, 'Who']]);
    expect(words('src/a.ts', '/** Whatever comes. */')).toEqual([[1, '/** Whatever']]);
  });

  it('accepts a question, and a heading', () => {
    expect(words('docs/a.md', '## What is promised')).toEqual([]);
    expect(words('src/a.ts', '// What happens when it fails? It is retried.')).toEqual([]);
  });

  it('accepts a word with another meaning', () => {
    expect(words('client/a.tsx', '<picture><source media="print" /></picture>')).toEqual([]);
    expect(words('docs/a.md', 'Media types and media queries are pieces of the same header.')).toEqual([]);
  });

  it('accepts a word within another', () => {
    expect(words('docs/a.md', 'I recommend an amendment; the store stays awake.')).toEqual([]);
  });

  it('accepts stored names that keep their first form', () => {
    expect(words('docs/a.md', 'The collection `parked` holds them.')).toEqual([]);
    expect(words('docs/a.md', 'The message is parked.')).toEqual([[1, 'parked']]);
    expect(words('docs/a.md', 'Messages of `orders` are parked in `products`.')).toEqual([[1, 'parked']]);
  });

  it('finds a test title that is too long, or tells a story', () => {
    expect(words('test/a.test.ts', `it('${'a'.repeat(81)}', () => {`)).toHaveLength(1);
    expect(words('test/a.test.ts', "test('when it rains, then it pours', () => {")).toEqual([
      [1, "test('when"],
    ]);
  });
});
