import { existsSync, readFileSync } from 'node:fs';

/** Reads lines of KEY=VALUE, quotes around the value dropped; the environment wins over the file. */
export function readDotenv(/** @type {string} */ file, env = process.env) {
  return { ...(existsSync(file) ? parseDotenv(readFileSync(file, 'utf8')) : {}), ...env };
}

/** @returns {Record<string, string>} */
export function parseDotenv(/** @type {string} */ text) {
  const pairs = text.matchAll(/^[ \t\ufeff]*(?:export[ \t]+)?([A-Za-z_]\w*)[ \t]*=[ \t]*(.*?)[ \t\r]*$/gm);
  return Object.fromEntries([...pairs].map(([, name, value = '']) => [name, unquoted(value)]));
}

const unquoted = (/** @type {string} */ value) => {
  const quoted = /^(["'])(.*?)\1(?:\s+#.*)?$/.exec(value);
  return quoted ? (quoted[2] ?? '') : value.replace(/(^|\s+)#.*$/, '');
};
