import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseOptions, usage } from './lib/options.mjs';
import { describeMachine } from './lib/report/machine.mjs';
import { printScenario } from './lib/report/print.mjs';
import { runScenario } from './lib/run-scenario.mjs';
import { scenarios } from './lib/scenarios/index.mjs';
import { createShop } from './lib/shop/ecommerce.mjs';

async function main() {
  const options = parseOptions(process.argv.slice(2));
  if (options.help) return console.log(usage);
  const names = options.only ?? Object.keys(scenarios);
  for (const name of names)
    if (!scenarios[name]) throw new Error(`no scenario ${name}: ${Object.keys(scenarios)}`);

  const sides = await openSides(options);
  const labels = sides.map(({ label }) => label);
  /** @type {Record<string, import('./lib/run-scenario.mjs').Measured[]>} */
  const measured = {};
  const started = Date.now();
  const progress = (/** @type {string} */ text) =>
    process.stderr.write(`${Math.round((Date.now() - started) / 1000)}s  ${text}\n`);
  try {
    for (const name of names) {
      const scenario = scenarios[name];
      if (!scenario) continue;
      progress(scenario.title);
      measured[name] = await runScenario(scenario, sides, options, progress);
      printScenario(scenario, measured[name], labels);
      if (options.json)
        writeFileSync(
          options.json,
          `${JSON.stringify({ machine: describeMachine(), options, measured }, null, 2)}\n`,
        );
    }
  } finally {
    for (const { shop } of sides) {
      await shop.stop();
      await shop.dispose();
    }
  }
}

/** The sides to compare; the other checkout comes first. @param {import('./lib/options.mjs').Options} options */
async function openSides({ dir, against, adapter, gateway }) {
  const own = await createShop({ dir, gateway });
  if (!against) return [{ label: 'this', shop: own }];
  const createOther = adapter ? (await import(pathToFileURL(adapter).href)).createShop : createShop;
  const other = await createOther({ dir: against, gateway });
  return [
    { label: adapter ? 'other' : 'before', shop: other },
    { label: adapter ? 'this' : 'after', shop: own },
  ];
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM']))
  process.on(signal, () => process.exit(130));
