import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { document } from '../tools/openapi/src/document.ts';

const root = join(import.meta.dirname, '..');
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const tracked = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).trim().split('\n');
const matches = (file: string, pattern: RegExp) => Array.from(read(file).matchAll(pattern), ([, one]) => one);

interface Manifest {
  name: string;
  version: string;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
}

const { version }: Manifest = JSON.parse(read('package.json'));
const lock: { packages: Record<string, Manifest> } = JSON.parse(read('package-lock.json'));
const workspaces = Object.keys(lock.packages).filter((path) => !path.includes('node_modules/'));

describe('the version of the root package.json', () => {
  it.each(workspaces)('is that of the package in "%s", and of its dependencies', (folder) => {
    const manifest: Manifest = JSON.parse(read(join(folder, 'package.json')));
    const { dependencies, devDependencies, peerDependencies } = manifest;
    const internal = Object.entries({ ...dependencies, ...devDependencies, ...peerDependencies }).filter(
      ([name]) => name.startsWith('@ecommerce/'),
    );
    expect(manifest.version).toBe(version);
    expect(internal.filter(([, range]) => range !== version)).toEqual([]);
    expect(lock.packages[folder]?.version).toBe(version);
  });

  it('is that of the API document', () => {
    expect(document.info.version).toBe(version);
    expect(JSON.parse(read('docs/openapi.json')).info.version).toBe(version);
  });

  it('is that of the images', () => {
    const manifests = tracked.filter((file) => file.startsWith('k8s/base/') && file.endsWith('.yaml'));
    const stated = [
      ...matches('docker-compose.yml', /\$\{VERSION:-([^}]*)\}/g),
      ...['services/Dockerfile', 'client/Dockerfile'].flatMap((file) =>
        matches(file, /^ARG VERSION=(.*)$/gm),
      ),
      ...manifests.flatMap((file) => matches(file, /image: ecommerce\/[\w-]+:(.*)$/gm)),
    ];
    expect(stated.length).toBeGreaterThan(15);
    expect([...new Set(stated)]).toEqual([version]);
  });
});

describe('the version of Node.js', () => {
  it('is the same in .node-version, the images and the dev container', () => {
    const image = /node:(\d+)-bookworm/g;
    const stated = [
      ...['docker-compose.yml', '.env.example', 'services/Dockerfile', 'client/Dockerfile'].flatMap((file) =>
        matches(file, image),
      ),
      ...matches('.devcontainer/devcontainer.json', image),
    ];
    expect(stated.length).toBeGreaterThan(4);
    expect([...new Set(stated)]).toEqual([read('.node-version').trim()]);
  });
});
