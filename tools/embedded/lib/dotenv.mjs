import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

const ASSIGNMENT = /^\s*(?:export\s+)?[A-Za-z_]\w*\s*=/;
const UNQUOTED_VALUE = /^([^=]*=[ \t]*)([^\s"'`#].*?)(?:\s+#.*|\s*)$/;

/** Reads a .env file if it exists. The environment takes precedence over it. */
export function readDotenv(/** @type {string} */ file, env = process.env) {
  return { ...(existsSync(file) ? parseDotenv(readFileSync(file, 'utf8')) : {}), ...env };
}

/**
 * Parses a .env file as Docker Compose and `just` do. Node 20's parser joins a line without an assignment with the next
 * one, and cuts an unquoted value at any `#`, even without a space before it.
 */
export function parseDotenv(/** @type {string} */ text) {
  const assignments = text
    .replace(/^\ufeff/, '')
    .split('\n')
    .filter((line) => ASSIGNMENT.test(line));
  return parseEnv(assignments.map(quoteHash).join('\n'));
}

const quoteHash = (/** @type {string} */ line) =>
  line.replace(UNQUOTED_VALUE, (whole, start, value) => {
    const quote = value.includes("'") ? '"' : "'";
    return value.includes('#') ? start + quote + value + quote : whole;
  });
