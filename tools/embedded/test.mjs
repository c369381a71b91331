import { requireNode } from './lib/node-version.mjs';

requireNode();
// Imported after the check, because an older Node cannot parse these modules.
const { test } = await import('./lib/test.mjs');
await test(process.argv.slice(2));
