import { catalog } from './catalog.mjs';
import { checkout } from './checkout.mjs';
import { commands } from './commands.mjs';
import { hotProduct } from './hot-product.mjs';
import { idle } from './idle.mjs';
import { session } from './session.mjs';
import { storefront } from './storefront.mjs';

/** @type {Record<string, import('./scenario.mjs').Scenario>} by the names of `--only` */
export const scenarios = { checkout, commands, hot: hotProduct, catalog, session, idle, storefront };
