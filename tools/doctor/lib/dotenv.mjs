import { existsSync, readFileSync } from 'node:fs';
import { readDotenv } from '../../embedded/lib/dotenv.mjs';
import { fail, ok, warn } from './check-result.mjs';

/** An assignment of nothing but a comment, which Compose takes for the value. */
const COMMENT = /^\s*(?:export\s+)?(\w+)\s*=(?:[ \t]+#|#\s)/gm;

/**
 * Reads a .env file and checks that Compose and `npm start` read the same in it.
 * @param {string} file @param {NodeJS.ProcessEnv} [env] takes precedence
 * @returns {{env: NodeJS.ProcessEnv, results: import('./check-result.mjs').CheckResult[]}}
 */
export function checkDotenv(file, env = process.env) {
  if (!existsSync(file)) return { env, results: [ok('there is no .env, so every variable has its default')] };
  const names = Array.from(readFileSync(file, 'utf8').matchAll(COMMENT), ([, name]) => name);
  const comments = `Docker Compose takes the comment after ${names.join(', ')}= in .env for the value`;
  try {
    const all = readDotenv(file, env);
    if (names.length === 0) return { env: all, results: [ok('.env is valid')] };
    return { env: all, results: [warn(comments, 'move the comment to a line of its own')] };
  } catch (error) {
    const fix = 'correct the line; .env.example shows the form of all variables';
    return { env, results: [fail(/** @type {Error} */ (error).message.replace(/\.$/, ''), fix)] };
  }
}
