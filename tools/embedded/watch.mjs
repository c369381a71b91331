import { requireNode } from './lib/node-version.mjs';

requireNode();
// Imported after the check, because an older Node cannot parse these modules.
const { watch } = await import('./lib/watch.mjs');
await watch(process.argv.slice(2));
