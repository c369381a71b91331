import { catalog } from './catalog.mjs';
import { checkout } from './checkout.mjs';
import { commands } from './commands.mjs';
import { hotProduct } from './hot-product.mjs';
import { idle } from './idle.mjs';
import { session } from './session.mjs';
import { storefront } from './storefront.mjs';

/** @type {Record<string, import('./scenario.mjs').Scenario>} by the name for `--only` */
const scenarios = { checkout, commands, hot: hotProduct, catalog, session, idle, storefront };

export const scenarioNames = Object.keys(scenarios);

/** Finds a scenario. @param {string} name @throws Error for an unknown name */
export function scenarioOf(name) {
  const scenario = scenarios[name];
  if (!scenario) throw new Error(`Unknown scenario ${name}. Choose from: ${scenarioNames.join(', ')}.`);
  return scenario;
}
