import { existsSync, readFileSync } from 'node:fs';
import { UserError } from './errors.mjs';
import { interpolate } from './interpolate.mjs';

/**
 * Reads a .env file if it exists. The environment takes precedence over it.
 * @throws {UserError} naming the line that Docker Compose would reject
 */
export function readDotenv(/** @type {string} */ file, env = process.env) {
  return { ...dotenvVariables(file, env), ...env };
}

/** Reads the variables of a .env file; none if there is no file. @param {string} file @param {NodeJS.ProcessEnv} [env] */
export const dotenvVariables = (file, env = process.env) =>
  existsSync(file) ? parseDotenv(readFileSync(file, 'utf8'), env) : {};

/**
 * Parses a .env file as Docker Compose does (compose-go/dotenv), with one exception: a value that is only a comment is
 * empty. Node's own parser knows neither interpolation nor `KEY: value`.
 * @param {string} text
 * @param {NodeJS.ProcessEnv} [env] takes precedence in interpolations
 * @returns {Record<string, string>}
 * @throws {UserError} naming the line that Docker Compose would reject
 */
export function parseDotenv(text, env = {}) {
  /** @type {Record<string, string>} */
  const values = {};
  const lookup = (/** @type {string} */ name) => env[name] ?? values[name];
  let rest = text.replace(/^\ufeff/, '');
  const lines = rest.split('\n').length;
  for (rest = nextStatement(rest); rest; rest = nextStatement(rest)) {
    const line = lines - rest.split('\n').length + 1;
    const [, name = '', separator] = KEY.exec(rest) ?? [];
    if (!KEY.test(rest)) throw invalid(line, `${firstLine(rest).trim()} is not of the form NAME=value`);
    rest = rest.replace(KEY, '');
    // A name alone takes its value from the environment.
    if (!separator) {
      const inherited = env[name];
      if (inherited !== undefined) values[name] = inherited;
      continue;
    }
    const { value, isLiteral, end } = readValue(rest, COMMENT.test(separator + rest), line);
    rest = rest.slice(end);
    if (/^[^\d]/.test(name)) values[name] = isLiteral ? value : expand(value, lookup, line);
  }
  return values;
}

const KEY =
  /^(?:export[ \t]+)?([\p{L}\p{N}_.[\]-]*)[ \t\r\f\v\x85\xa0]*(?:([=:][ \t\r\f\v\x85\xa0]*)|(?=\n)|$)/u;
/** A value that is only a comment, with the separator before it. */
const COMMENT = /^(?:.\s+#|.#\s)/;

/** Skips empty lines and comments. */
const nextStatement = (/** @type {string} */ text) => text.replace(/^(\s|#[^\n]*)+/, '');
const firstLine = (/** @type {string} */ text) => text.split('\n', 1)[0] ?? '';
const invalid = (/** @type {number} */ line, /** @type {string} */ reason) =>
  new UserError(`Line ${line} of .env is invalid: ${reason}.`);

/** @param {string} text @param {boolean} isComment @param {number} line @returns {{value: string, isLiteral: boolean, end: number}} */
function readValue(text, isComment, line) {
  if (!/^["']/.test(text)) {
    const whole = firstLine(text);
    const value = isComment ? '' : (whole.split(' #', 1)[0] ?? '').trimEnd();
    return { value, isLiteral: false, end: whole.length };
  }
  const [quoted, double, single] = /^(?:"((?:[^"\\]|\\[\s\S])*)"|'((?:[^'\\]|\\[\s\S])*)')/.exec(text) ?? [];
  if (quoted === undefined) throw invalid(line, `the quotes of the value are not closed`);
  const value = double?.replaceAll('\\"', '"') ?? single?.replaceAll("\\'", "'") ?? '';
  return {
    value: double === undefined ? value : replaceEscapes(value),
    isLiteral: double === undefined,
    end: quoted.length,
  };
}

const escapes = new Map(Object.entries({ a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }));

/** `\$` becomes `$$`, which stands for a dollar sign in an interpolation; `\0101` is a character in octal. */
const replaceEscapes = (/** @type {string} */ value) =>
  value.replace(/\\(?:([abfnrtv$\\])|0([0-3][0-7]{2}))/g, (_, char, octal) =>
    octal
      ? String.fromCharCode(Number.parseInt(octal, 8))
      : (escapes.get(char) ?? (char === '$' ? '$$' : char)),
  );

/** @param {string} value @param {(name: string) => string | undefined} lookup @param {number} line */
function expand(value, lookup, line) {
  try {
    return interpolate(value, lookup);
  } catch (error) {
    throw invalid(line, /** @type {Error} */ (error).message);
  }
}
