import { summarizeRounds } from './summary.mjs';
import { comparison, toText } from './table.mjs';

/**
 * Prints the figures of one scenario.
 * @param {import('../scenarios/scenario.mjs').Scenario} scenario
 * @param {import('../run-scenario.mjs').Measured[]} measured
 * @param {string[]} labels of the sides
 */
export function printScenario({ title, unit }, measured, labels) {
  const lines = summarizeRounds(measured, unit);
  const print = (/** @type {string} */ heading, /** @type {string[][]} */ rows) => {
    if (rows.length > 1) console.log(`\n${heading}\n\n${toText(rows)}`);
  };
  print(
    title,
    comparison(lines, labels, ({ values }) => values),
  );
  print(
    `CPU time of each process a ${unit}, ms`,
    comparison(lines, labels, ({ cpuMs }) => cpuMs),
  );
  print(
    'Resident memory of each process, MB',
    comparison(lines, labels, ({ rssMb }) => rssMb),
  );
  print(
    `Database commands a ${unit}`,
    comparison(lines, labels, ({ counts }) => counts),
  );
}
