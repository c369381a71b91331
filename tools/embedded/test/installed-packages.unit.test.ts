import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isInstalled } from '../lib/installed-packages.mjs';
import { tempFolder } from './fixtures.ts';

const native = { optional: true, os: [process.platform], cpu: [process.arch] };
const packages = {
  '': { version: '1.0.0' },
  'services/auth': { version: '1.0.0' },
  'node_modules/@shop/auth': { link: true },
  'node_modules/express': { version: '5.0.0', integrity: 'sha512-e' },
  'node_modules/typescript': { version: '7.0.0', integrity: 'sha512-t', dev: true },
  'node_modules/native': { version: '1.0.0', ...native },
  'node_modules/for-plan9': { version: '1.0.0', ...native, os: ['plan9'] },
  'node_modules/often-fails': { version: '1.0.0', optional: true },
};
const installed = ['@shop/auth', 'express', 'typescript', 'native'].map((name) => `node_modules/${name}`);

/** Makes a folder in which `npm ci` has installed these packages. */
function checkout(paths = installed): string {
  const root = tempFolder();
  const write = (path: string, content: object) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), JSON.stringify(content));
  };
  for (const path of paths) write(join(path, 'package.json'), {});
  const made = Object.entries(packages).filter(([path]) => paths.includes(path));
  write('package-lock.json', { packages });
  write('node_modules/.package-lock.json', { packages: Object.fromEntries(made) });
  return root;
}

describe('isInstalled', () => {
  it('accepts a complete install, without packages for other systems', () => {
    expect(isInstalled(checkout())).toBe(true);
  });

  it.each([
    ['the development packages', 'node_modules/typescript'],
    ['the optional packages for this system', 'node_modules/native'],
    ['a link to a package of the repository', 'node_modules/@shop/auth'],
  ])('notices an install without %s', (_, missing) => {
    expect(isInstalled(checkout(installed.filter((path) => path !== missing)))).toBe(false);
  });

  it('notices an interrupted install', () => {
    const root = checkout();
    rmSync(join(root, 'node_modules/.package-lock.json'));
    expect(isInstalled(root)).toBe(false);
  });

  it('notices a deleted folder', () => {
    const root = checkout();
    rmSync(join(root, 'node_modules/express'), { recursive: true });
    expect(isInstalled(root)).toBe(false);
  });

  it('notices another version', () => {
    const root = checkout();
    const other = { ...packages, 'node_modules/express': { version: '5.0.1', integrity: 'sha512-f' } };
    writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages: other }));
    expect(isInstalled(root)).toBe(false);
  });
});
