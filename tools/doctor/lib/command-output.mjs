import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** A command that waits for a machine that does not answer must not hold up the other checks. */
const TIMEOUT_MS = 15_000;

/**
 * Runs a command.
 * @param {string} command @param {string[]} args
 * @returns {Promise<string | undefined>} what it prints; undefined where it is not installed, fails or hangs
 */
export const commandOutput = (command, ...args) =>
  promisify(execFile)(command, args, { timeout: TIMEOUT_MS }).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
