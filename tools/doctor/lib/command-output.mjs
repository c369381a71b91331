import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Keeps a command that waits for an unreachable host from delaying the other checks. */
const TIMEOUT_MS = 15_000;

/**
 * Runs a command and returns its output.
 * @param {string} command @param {string[]} args
 * @returns {Promise<string | undefined>} stdout; undefined if the command is not installed, fails or times out
 */
export const commandOutput = (command, ...args) =>
  promisify(execFile)(command, args, { timeout: TIMEOUT_MS }).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
