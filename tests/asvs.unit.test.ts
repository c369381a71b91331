import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** The numbers and levels of all requirements, such as `1.1.1 L2`. */
const required = read('tests/asvs/requirements.txt')
  .split('\n')
  .filter((line) => /^\d/.test(line));

/** One requirement in docs/security.md: `| 1.1.1 | L2 | Requirement | Result | Shown by |`. */
interface Row {
  /** Number and level. */
  id: string;
  requirement: string;
  result: string;
  /** Paths from the root of the repository. */
  files: string[];
}

const linksIn = (cell: string): string[] =>
  Array.from(cell.matchAll(/\]\(([^)#\s]+)/g), ([, path = '']) => join('docs', path));

function rowsOf(text: string): Row[] {
  return Array.from(text.matchAll(/^\| (\d+\.\d+\.\d+) \|(.*)\|$/gm), ([, number, cells = '']) => {
    const [level, requirement = '', result = '', shownBy = ''] = cells.split('|').map((cell) => cell.trim());
    return { id: `${number} ${level}`, requirement, result, files: linksIn(shownBy) };
  });
}

const rows = rowsOf(read('docs/security.md'));
const idsOf = (wrong: (row: Row) => boolean) => rows.filter(wrong).map(({ id }) => id);
const wordsIn = (text: string) => text.split(/\s+/).length;

describe('docs/security.md', () => {
  it('lists each requirement of levels 1 and 2 once, in order', () => {
    expect(rows.map(({ id }) => id)).toEqual(required);
  });

  it('gives each requirement a result, with a reason unless it is met', () => {
    const result = /^(met|met: .+|(not met|not applicable): .+)$/;
    expect(idsOf((row) => !result.test(row.result))).toEqual([]);
  });

  it('names an existing file or test for each requirement that is met', () => {
    expect(idsOf(({ result, files }) => result.startsWith('met') && files.length === 0)).toEqual([]);
    const missing = rows.flatMap(({ files }) => files).filter((file) => !existsSync(join(root, file)));
    expect(missing).toEqual([]);
  });

  it('describes each requirement in a few words of its own', () => {
    expect(idsOf(({ requirement }) => requirement === '' || wordsIn(requirement) > 12)).toEqual([]);
  });

  it('counts the results of each level', () => {
    const count = (level: string, result: string) =>
      rows.filter((row) => row.id.endsWith(level) && row.result.startsWith(result)).length;
    for (const level of ['L1', 'L2']) {
      const counts = ['met', 'not met', 'not applicable'].map((result) => count(level, result));
      expect(read('docs/security.md')).toContain(`| ${level} | ${counts.join(' | ')} |`);
    }
  });
});
