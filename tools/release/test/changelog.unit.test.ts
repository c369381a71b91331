import { insertSection, renderSection } from '../changelog.mjs';

const date = new Date('2026-03-01T12:00:00Z');
const changeset = (summary: string, ...types: string[]) => ({
  summary,
  releases: types.map((type) => ({ type })),
});

describe('renderSection', () => {
  it('groups changesets by their greatest type', () => {
    const changesets = [
      changeset('Carts no longer expire', 'patch'),
      changeset('`GET /api/orders` filters by status', 'patch', 'minor'),
      changeset('`GET /api/cart` returns prices in cents', 'major'),
      changeset('Tests only', 'none'),
    ];
    expect(renderSection('1.0.0', date, changesets)).toBe(`## 1.0.0 (2026-03-01)

### Breaking

- \`GET /api/cart\` returns prices in cents

### Added and changed

- \`GET /api/orders\` filters by status

### Fixed

- Carts no longer expire
`);
  });

  it('indents the further lines of a description', () => {
    expect(renderSection('0.1.1', date, [changeset('One\n\nTwo\n', 'patch')])).toContain('- One\n\n  Two\n');
  });
});

describe('insertSection', () => {
  it('inserts before the last release and keeps all else', () => {
    const text = '# Changelog\n\nIntroduction.\n\n## 0.1.0\n\n- One\n';
    expect(insertSection(text, '## 0.2.0\n\n- Two\n')).toBe(
      '# Changelog\n\nIntroduction.\n\n## 0.2.0\n\n- Two\n\n## 0.1.0\n\n- One\n',
    );
  });

  it('appends to a changelog without a release', () => {
    expect(insertSection('# Changelog\n', '## 0.1.0\n')).toBe('# Changelog\n\n## 0.1.0\n');
  });
});
