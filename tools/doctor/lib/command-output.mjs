import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
/** A program that waits for a machine that is away must not hold up all the others. */
const PATIENCE_MS = 15_000;

/**
 * @param {string} command @param {string[]} args
 * @returns {Promise<string | undefined>} what a program says; nothing where it is not there, fails or hangs
 */
export async function ask(command, ...args) {
  try {
    return (await run(command, args, { timeout: PATIENCE_MS })).stdout.trim();
  } catch {
    return undefined;
  }
}
