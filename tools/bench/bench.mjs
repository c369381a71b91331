import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseOptions, usage } from './lib/options.mjs';
import { updateDocument } from './lib/report/document.mjs';
import { describeMachine } from './lib/report/machine.mjs';
import { scenarioTables } from './lib/report/scenario-tables.mjs';
import { toText } from './lib/report/table.mjs';
import { runScenario } from './lib/run-scenario.mjs';
import { scenarioNames, scenarioOf } from './lib/scenarios/index.mjs';
import { closeSides, openSides } from './lib/sides.mjs';

/**
 * @import { Options } from './lib/options.mjs'
 * @import { Results } from './lib/report/document.mjs'
 */

const document = join(import.meta.dirname, '../../docs/performance.md');

async function main() {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) return console.log(usage);
  const results = options.from ? JSON.parse(readFileSync(options.from, 'utf8')) : await measureAll(options);
  if (options.from) for (const name of Object.keys(results.measured)) print(name, results);
  if (options.write) updateDocument(document, results);
}

/** Measures the selected scenarios and prints the results of each. @param {Options} options */
async function measureAll(options) {
  const selected = (options.only ?? scenarioNames).map((name) => ({ name, scenario: scenarioOf(name) }));
  const sides = await openSides(options);
  /** @type {Results} */
  const results = {
    machine: describeMachine(),
    date: new Date().toISOString(),
    rounds: options.rounds,
    sides: sides.map(({ label, commit }) => ({ label, commit })),
    measured: {},
  };
  const progress = (/** @type {string} */ text) =>
    process.stderr.write(`${Math.round(process.uptime())} s  ${text}\n`);
  try {
    for (const { name, scenario } of selected) {
      results.measured[name] = await runScenario(scenario, sides, options, progress);
      print(name, results);
      if (options.json) writeFileSync(options.json, `${JSON.stringify(results, null, 2)}\n`);
    }
  } finally {
    await closeSides(sides);
  }
  return results;
}

/** @param {string} name @param {Results} results */
function print(name, { measured, sides }) {
  const labels = sides.map(({ label }) => label);
  for (const { title, rows } of scenarioTables(scenarioOf(name), measured[name] ?? [], labels))
    console.log(`\n${title}\n\n${toText(rows)}`);
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
// The watchdog of each side ends its processes when this process exits.
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
  process.on(signal, () => process.exit(130));
