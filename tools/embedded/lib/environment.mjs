import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { userHome } from './paths.mjs';

// The environments of all child processes. A variable that a shell, a profile or another program has set must not change
// what they do.

/** Variables that change how Node, npm or a shell runs any program. */
const FOREIGN = [
  /^NODE_(ENV|OPTIONS|PATH|DEBUG|ICU_DATA|PENDING_DEPRECATION|PRESERVE_SYMLINKS.*|REDIRECT_WARNINGS)$/,
  /^(TS_NODE_|TSX_|SWC_|JEST_|NEXT_|__NEXT_|TURBO).*/,
  /^(DEBUG|FORCE_COLOR|NO_COLOR|CLICOLOR.*|BASH_ENV|ENV|CDPATH|GREP_OPTIONS)$/,
  /^(LC_.*|LANG|LANGUAGE|TZ)$/,
  // Not those that a user's .npmrc refers to, such as NPM_TOKEN.
  /^npm_(config|package|lifecycle|command|execpath|node_execpath)(_|$)/i,
];

/** Settings of npm that say how to reach a registry, or forbid the scripts of packages. All others would change what `npm ci` installs. */
const NPM_NETWORK =
  /^npm_config_(registry|.*:registry|\/\/.*|_?auth.*|ca|cafile|cert|key|cache|.*proxy|strict[-_]ssl|userconfig|globalconfig|fetch.*|maxsockets|ignore[-_]scripts|local_address|offline|prefer[-_]offline|https?[-_]proxy|nodedir)$/i;

/** How to reach the internet from this machine. */
const OUTSIDE =
  /^((https?|all|no)_proxy|NODE_USE_ENV_PROXY|NODE_USE_SYSTEM_CA|NODE_EXTRA_CA_CERTS|NODE_TLS_REJECT_UNAUTHORIZED|SSL_CERT_(FILE|DIR))$/i;

const PROXY = /^((https?|all|no)_proxy|NODE_USE_ENV_PROXY)$/i;

/** Hosts that are never reached through a proxy: this machine, and the local host names of the shop. */
const LOCAL = ['localhost', '127.0.0.1', '::1', '.local'];

const locale = { LANG: 'C.UTF-8', TZ: 'UTC' };

/** Returns the wanted variables. @param {NodeJS.ProcessEnv} env @param {(name: string) => boolean} wanted @returns {NodeJS.ProcessEnv} */
export const pick = (env, wanted) => Object.fromEntries(Object.entries(env).filter(([name]) => wanted(name)));

/** PATH, with the folder of this Node first if another one comes first, so that npm and scripts run on the same version. */
function path(/** @type {NodeJS.ProcessEnv} */ env) {
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  const node = folders.map((dir) => join(dir, 'node')).find((file) => existsSync(file));
  const isFirst = node && realpathSync(node) === realpathSync(process.execPath);
  return isFirst ? env.PATH : [dirname(process.execPath), ...folders].join(delimiter);
}

/**
 * The environment of a program of the shop: nothing but a search path and a home of its own.
 * @param {string} home a folder of the shop, in which the program finds no settings of other installations
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {NodeJS.ProcessEnv}
 */
export const programEnv = (home, env = process.env) => ({
  PATH: path(env),
  HOME: home,
  ...(env.TMPDIR && existsSync(env.TMPDIR) ? { TMPDIR: env.TMPDIR } : {}),
  ...locale,
});

/**
 * The environment of npm, the compilers and the tests: that of the user without what changes their outcome. They may use a
 * proxy, except for this machine.
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {NodeJS.ProcessEnv}
 */
export const toolEnv = (env = process.env) => ({
  ...pick(env, (name) => NPM_NETWORK.test(name) || !FOREIGN.some((pattern) => pattern.test(name))),
  PATH: path(env),
  HOME: userHome,
  ...locale,
  ...noProxy(env),
});

/** Removes the variables of programs with access to the internet. @param {NodeJS.ProcessEnv} env */
export const insideEnv = (env) => pick(env, (name) => !OUTSIDE.test(name));

/** The variables with which a program of the shop calls the internet, and only the internet, through a proxy. @param {NodeJS.ProcessEnv} env */
export const outsideEnv = (env) => ({ ...pick(env, (name) => OUTSIDE.test(name)), ...noProxy(env) });

/** Both spellings, because programs differ in which one they prefer. */
function noProxy(/** @type {NodeJS.ProcessEnv} */ env) {
  if (!Object.keys(env).some((name) => PROXY.test(name))) return {};
  const given = (env.no_proxy || env.NO_PROXY || '').split(',').filter(Boolean);
  const list = [...new Set([...LOCAL, ...given])].join(',');
  return { NO_PROXY: list, no_proxy: list };
}
