import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onPath } from './on-path.mjs';

const modules = fileURLToPath(new URL('../go', import.meta.url));

/** @param {string} module one of the folder `go/`, or the path of another */
export const moduleDir = (module) => resolve(modules, module);

/** The environment of every `go`: what is built depends on the pins, and on nothing around them. */
export const goEnv = () => ({
  ...process.env,
  CGO_ENABLED: '0',
  GOFLAGS: '-mod=readonly -buildvcs=false',
  GOWORK: 'off',
  GOOS: '',
  GOARCH: '',
});

/** The lowest Go that builds all the modules, such as `1.24.0`. */
export function requiredGo() {
  const versions = readdirSync(modules).map(
    (module) => /^go (\S+)$/m.exec(readFileSync(`${moduleDir(module)}/go.mod`, 'utf8'))?.[1] ?? '0',
  );
  return versions.reduce((highest, version) => (isOlder(highest, version) ? version : highest));
}

/** @returns {{usable: boolean, found?: string}} whether there is a Go that can build the modules, and which one */
export function findGo() {
  const path = onPath('go');
  if (!path) return { usable: false };
  const answer = execFileSync(path, ['env', 'GOVERSION', 'GOTOOLCHAIN'], { encoding: 'utf8', cwd: tmpdir() });
  const [version = '', toolchain] = answer.split('\n').map((line) => line.replace(/^go/, ''));
  // Since 1.21 Go downloads the newer toolchain that a module needs, unless GOTOOLCHAIN=local forbids it.
  const downloads = !isOlder(version, '1.21') && toolchain !== 'local';
  return {
    usable: downloads || !isOlder(version, requiredGo()),
    found: `${version || 'an old one'} (${path})`,
  };
}

/** Compares versions such as 1.24 or v1.24.3. @param {string} version @param {string} than */
export const isOlder = (version, than) => sortableVersion(version) < sortableVersion(than);

const sortableVersion = (/** @type {string} */ version) =>
  [...version.replace(/^v/, '').split('.'), 0, 0]
    .slice(0, 3)
    .map((part) => String(Number.parseInt(String(part), 10) || 0).padStart(6, '0'))
    .join('.');
