import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { scenarioOf } from '../scenarios/index.mjs';
import { checkoutChart } from './chart.mjs';
import { scenarioTables } from './scenario-tables.mjs';
import { toMarkdown } from './table.mjs';

/**
 * The results of one run, as `--json` stores them.
 * @typedef {object} Results
 * @property {ReturnType<typeof import('./machine.mjs').describeMachine>} machine
 * @property {string} date
 * @property {number} rounds
 * @property {{label: string, commit: string}[]} sides
 * @property {Record<string, import('../run-scenario.mjs').Measured[]>} measured by scenario
 */

const CHART = 'images/checkouts.svg';

/**
 * Replaces the sections of the measured scenarios in a document. A section is the text between the comments
 * `<!-- bench NAME -->` and `<!-- end -->`. The rest of the document is kept.
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

/** @param {string} text @param {string} name @param {string} content @throws Error if the section is missing */
export function replaceSection(text, name, content) {
  const start = `<!-- bench ${name} -->`;
  const from = text.indexOf(start);
  const to = text.indexOf('<!-- end -->', from);
  if (from < 0 || to < 0) throw new Error(`the document has no "${start}" followed by "<!-- end -->"`);
  return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`;
}

/** @param {string} name @param {Results} results */
function sectionOf(name, results) {
  const labels = results.sides.map(({ label }) => label);
  const [first, ...others] = scenarioTables(scenarioOf(name), results.measured[name] ?? [], labels);
  if (!first) return '';
  const chart = name === 'checkout' ? [`![Checkouts per second over stored orders](${CHART})`] : [];
  const details = others.flatMap(({ title, rows }) => [`**${title}**`, toMarkdown(rows)]);
  const more = ['<details><summary>Each process</summary>', ...details, '</details>'];
  const parts = [toMarkdown(first.rows), ...chart, ...(details.length > 0 ? more : []), describeRun(results)];
  return parts.join('\n\n');
}

/** @param {Results} results */
function describeRun({ machine, date, rounds, sides }) {
  const { cpu, cores, memoryGib, node, system } = machine;
  const commits = sides.map(({ label, commit }) => `${label}: \`${commit}\``).join(', ');
  const runs = `Median of ${rounds} ${rounds === 1 ? 'round' : 'rounds'}, sides alternating, on ${date.slice(0, 10)}`;
  return `${runs}. ${commits}. ${cores} cores of ${cpu}, ${memoryGib} GiB, ${system}, Node ${node}.`;
}
