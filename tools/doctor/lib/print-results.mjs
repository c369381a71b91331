const colours = { ok: 32, warn: 33, fail: 31 };

/**
 * @param {string} title @param {import('./check-result.mjs').Line[]} lines
 * @returns {number} how many of them fail
 */
export function show(title, lines) {
  console.log(`\n${title}`);
  for (const { state, what, mend } of lines) {
    const word = state.padEnd(4);
    console.log(`  ${process.stdout.isTTY ? `\x1b[${colours[state]}m${word}\x1b[0m` : word}  ${what}`);
    if (mend) console.log(`        ${mend}`);
  }
  return lines.filter(({ state }) => state === 'fail').length;
}
