import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const packages = ['contracts', 'api-client', 'service-kit', 'test-kit'];

interface Manifest {
  name: string;
  exports: Record<string, { types: string; default: string }>;
  dependencies: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

/** The files that `npm pack` includes, by package. */
function packedFiles(): Map<string, string[]> {
  const workspaces = packages.flatMap((name) => ['--workspace', `shared/${name}`]);
  const options = ['--dry-run', '--json', '--ignore-scripts', ...workspaces];
  const output = execFileSync('npm', ['pack', ...options], { cwd: root, encoding: 'utf8', stdio: 'pipe' });
  const packed: { name: string; files: { path: string }[] }[] = JSON.parse(output);
  return new Map(packed.map(({ name, files }) => [name, files.map(({ path }) => path)]));
}

/** The packages that compiled code or a type declaration imports. */
function importsOf(code: string): string[] {
  const specifiers = [...code.matchAll(/(?:from |import\()['"]([^'"]+)['"]/g)].map(([, name = '']) => name);
  return specifiers
    .filter((name) => !name.startsWith('.') && !isBuiltin(name))
    .map((name) => name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
}

let packed: Map<string, string[]>;
beforeAll(() => {
  packed = packedFiles();
});

describe.each(packages)('the package %s', (folder) => {
  const path = (file: string) => join(root, 'shared', folder, file);
  const manifest: Manifest = JSON.parse(readFileSync(path('package.json'), 'utf8'));
  const files = () => packed.get(manifest.name) ?? [];
  const compiled = () => files().filter((file) => file.startsWith('dist/'));

  it('contains only compiled code with its types', () => {
    const others = files().filter((file) => !/^dist\/.+\.(js|d\.ts)$/.test(file));
    expect(others.sort()).toEqual(['README.md', 'package.json']);
    const scripts = compiled().filter((file) => file.endsWith('.js'));
    expect(files()).toEqual(expect.arrayContaining(scripts.map((file) => file.replace(/js$/, 'd.ts'))));
  });

  it('contains every file that its exports name', () => {
    const named = Object.values(manifest.exports).flatMap((entry) => [entry.types, entry.default]);
    expect(files()).toEqual(expect.arrayContaining(named.map((file) => file.replace('./', ''))));
  });

  it('declares every package that its code and types import', () => {
    const declared = { ...manifest.dependencies, ...manifest.peerDependencies };
    const imported = compiled().flatMap((file) => importsOf(readFileSync(path(file), 'utf8')));
    expect(imported).not.toHaveLength(0);
    expect([...new Set(imported)].filter((name) => !(name in declared))).toEqual([]);
  });
});
