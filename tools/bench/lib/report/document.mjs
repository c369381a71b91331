import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { scenarioOf } from '../scenarios/index.mjs';
import { checkoutChart } from './chart.mjs';
import { scenarioTables } from './scenario-tables.mjs';
import { toMarkdown } from './table.mjs';

/**
 * Everything that one run has measured, as `--json` stores it.
 * @typedef {object} Results
 * @property {ReturnType<typeof import('./machine.mjs').describeMachine>} machine
 * @property {string} date
 * @property {number} rounds
 * @property {{label: string, commit: string}[]} sides
 * @property {Record<string, import('../run-scenario.mjs').Measured[]>} measured by scenario
 */

const CHART = 'images/checkouts.svg';

/**
 * Writes the sections of a document whose scenarios were measured. A section is what stands between two comments,
 * `<!-- bench NAME -->` and `<!-- end -->`; all else in the document stays.
 * @param {string} file @param {Results} results
 */
export function updateDocument(file, results) {
  let text = readFileSync(file, 'utf8');
  for (const name of Object.keys(results.measured))
    text = replaceSection(text, name, sectionOf(name, results));
  const chart = results.measured.checkout && checkoutChart(results.measured.checkout, results.sides);
  if (chart) writeFileSync(join(dirname(file), CHART), chart);
  writeFileSync(file, text);
}

/** @param {string} text @param {string} name @param {string} content @throws Error where there is no such section */
export function replaceSection(text, name, content) {
  const start = `<!-- bench ${name} -->`;
  const from = text.indexOf(start);
  const to = text.indexOf('<!-- end -->', from);
  if (from < 0 || to < 0) throw new Error(`there is no "${start}" with an "<!-- end -->" after it`);
  return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`;
}

/** @param {string} name @param {Results} results */
function sectionOf(name, results) {
  const labels = results.sides.map(({ label }) => label);
  const [first, ...others] = scenarioTables(scenarioOf(name), results.measured[name] ?? [], labels);
  if (!first) return '';
  const chart = name === 'checkout' ? [`![Checkouts a second against stored orders](${CHART})`] : [];
  const details = others.flatMap(({ title, rows }) => [`**${title}**`, toMarkdown(rows)]);
  const more = ['<details><summary>Each process</summary>', ...details, '</details>'];
  const parts = [toMarkdown(first.rows), ...chart, ...(details.length > 0 ? more : []), describeRun(results)];
  return parts.join('\n\n');
}

/** @param {Results} results */
function describeRun({ machine, date, rounds, sides }) {
  const { cpu, cores, memoryGib, node, system } = machine;
  const commits = sides.map(({ label, commit }) => `${label}: \`${commit}\``).join(', ');
  const runs = `Median of ${rounds} ${rounds === 1 ? 'round' : 'rounds'}, each side in turn, on ${date.slice(0, 10)}`;
  return `${runs}. ${commits}. ${cores} cores of ${cpu}, ${memoryGib} GiB, ${system}, Node ${node}.`;
}
