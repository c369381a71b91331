import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { toolEnv } from './environment.mjs';
import { onPath } from './on-path.mjs';

const modules = fileURLToPath(new URL('../go', import.meta.url));

/** Resolves the folder of a module. @param {string} module a name in `go/`, or an absolute path */
export const moduleDir = (module) => resolve(modules, module);

/** Go's names of what Node names differently. */
const goNames = new Map([
  ['x64', 'amd64'],
  ['ia32', '386'],
  ['win32', 'windows'],
]);
const goName = (/** @type {string} */ name) => goNames.get(name) ?? name;

/**
 * The environment of all `go` commands, in which only the pinned modules determine the build. Explicit, because for an empty
 * variable Go uses the value that `go env -w` has stored.
 * @returns {NodeJS.ProcessEnv}
 */
export function goEnv(env = process.env) {
  const { GOROOT, GOBIN, GOEXPERIMENT, GODEBUG, GOAMD64, GOARM64, GOPATH = '', ...rest } = toolEnv(env);
  return {
    ...rest,
    // Go ends if the folder of its modules is not absolute.
    ...(GOPATH.split(delimiter).every(isAbsolute) ? { GOPATH } : {}),
    CGO_ENABLED: '0',
    GO111MODULE: 'on',
    GOFLAGS: '-mod=readonly -buildvcs=false',
    GOWORK: 'off',
    GOOS: goName(process.platform),
    GOARCH: goName(process.arch),
  };
}

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
  const options = /** @type {const} */ ({ encoding: 'utf8', cwd: tmpdir(), env: goEnv() });
  const answer = execFileSync(path, ['env', 'GOVERSION', 'GOTOOLCHAIN'], options);
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
