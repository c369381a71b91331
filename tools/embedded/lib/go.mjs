import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onPath } from './on-path.mjs';

const modules = fileURLToPath(new URL('../go', import.meta.url));

/** Resolves the folder of a module. @param {string} module a name in `go/`, or an absolute path */
export const moduleDir = (module) => resolve(modules, module);

/** The environment of all `go` commands, in which only the pinned modules determine the build. */
export const goEnv = () => ({
  ...process.env,
  CGO_ENABLED: '0',
  GOFLAGS: '-mod=readonly -buildvcs=false',
  GOWORK: 'off',
  GOOS: '',
  GOARCH: '',
});

/** The lowest version of Go that builds all modules, such as `1.24.0`. */
export function requiredGo() {
  const versions = readdirSync(modules).map(
    (module) => /^go (\S+)$/m.exec(readFileSync(`${moduleDir(module)}/go.mod`, 'utf8'))?.[1] ?? '0',
  );
  return versions.reduce((highest, version) => (isOlder(highest, version) ? version : highest));
}

/** Looks for Go on PATH. @returns {{usable: boolean, found?: string}} whether it can build the modules, and its version */
export function findGo() {
  const path = onPath('go');
  if (!path) return { usable: false };
  const answer = execFileSync(path, ['env', 'GOVERSION', 'GOTOOLCHAIN'], { encoding: 'utf8', cwd: tmpdir() });
  const [version = '', toolchain] = answer.split('\n').map((line) => line.replace(/^go/, ''));
  // Since 1.21, Go downloads a newer toolchain if a module needs it, unless GOTOOLCHAIN=local forbids that.
  const downloads = !isOlder(version, '1.21') && toolchain !== 'local';
  return {
    usable: downloads || !isOlder(version, requiredGo()),
    found: `${version || 'of an unknown version'} (${path})`,
  };
}

/** Whether a version such as 1.24 or v1.24.3 is older than another. @param {string} version @param {string} than */
export const isOlder = (version, than) => sortableVersion(version) < sortableVersion(than);

const sortableVersion = (/** @type {string} */ version) =>
  [...version.replace(/^v/, '').split('.'), 0, 0]
    .slice(0, 3)
    .map((part) => String(Number.parseInt(String(part), 10) || 0).padStart(6, '0'))
    .join('.');
