const colours = { ok: 32, warn: 33, fail: 31 };

/**
 * Prints the results of a check.
 * @param {string} title @param {import('./check-result.mjs').CheckResult[]} results
 * @returns {number} the number of failures
 */
export function printResults(title, results) {
  console.log(`\n${title}`);
  for (const { status, message, fix } of results) {
    const word = status.padEnd(4);
    console.log(`  ${process.stdout.isTTY ? `\x1b[${colours[status]}m${word}\x1b[0m` : word}  ${message}`);
    if (fix) console.log(`        ${fix}`);
  }
  return results.filter(({ status }) => status === 'fail').length;
}
