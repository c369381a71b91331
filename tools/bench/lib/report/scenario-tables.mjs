import { summarizeRounds } from './summary.mjs';
import { comparison } from './table.mjs';

/**
 * Creates the tables of a scenario, leaving out empty ones.
 * @param {import('../scenarios/scenario.mjs').Scenario} scenario
 * @param {import('../run-scenario.mjs').Measured[]} measured
 * @param {string[]} sides their labels
 * @returns {{title: string, rows: string[][]}[]} the scenario's own figures first, then those of each process
 */
export function scenarioTables({ title, unit }, measured, sides) {
  const lines = summarizeRounds(measured, unit);
  const tables = [
    { title, rows: comparison(lines, sides, ({ values }) => values) },
    {
      title: `CPU time of each process per ${unit}, ms`,
      rows: comparison(lines, sides, ({ cpuMs }) => cpuMs),
    },
    {
      title: 'Resident memory of each process, MB',
      rows: comparison(lines, sides, ({ rssMb }) => rssMb),
    },
    {
      title: `Database commands per ${unit}`,
      rows: comparison(lines, sides, ({ counts }) => counts),
    },
  ];
  return tables.filter(({ rows }) => rows.length > 1);
}
