import { parseArgs } from 'node:util';
import { reportError, UserError } from '../../embedded/lib/errors.mjs';
import { root } from '../../embedded/lib/paths.mjs';
import { Changes } from './changes.mjs';
import { completeAfter } from './complete.mjs';

/**
 * @typedef {import('node:util').ParseArgsConfig['options']} Options
 * @typedef {Record<string, string | string[] | boolean | undefined>} Values
 * @typedef {object} Plan
 * @property {string} done what exists now
 * @property {string[]} next what the user does next
 * @property {boolean} [addsService] whether there is a new service
 */

/**
 * Runs one of the commands: plans all changes in memory, writes them, and brings everything derived up to date. An error
 * of the plan leaves the repository as it was.
 * @param {string} usage
 * @param {Options} options
 * @param {(changes: Changes, name: string, values: any) => Plan} plan
 */
export async function runCommand(usage, options, plan) {
  try {
    const { positionals, values } = parse(usage, options);
    const changes = new Changes(root);
    const { done, next, addsService = false } = plan(changes, positionals[0] ?? '', values);
    await completeAfter(root, changes, addsService);
    console.log([`\n${done}`, ...next.map((step) => `  ${step}`)].join('\n'));
  } catch (error) {
    reportError(error);
    process.exitCode = 1;
  }
}

/** @param {string} usage @param {Options} options @returns {{positionals: string[], values: Values}} */
function parse(usage, options) {
  try {
    const parsed = parseArgs({ options, allowPositionals: true });
    if (parsed.positionals.length === 1) return /** @type {any} */ (parsed);
  } catch (error) {
    throw new UserError(`${error instanceof Error ? error.message : error}\nUsage: ${usage}`);
  }
  throw new UserError(`Usage: ${usage}`);
}
