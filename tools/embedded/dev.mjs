import { requireNode } from './lib/node-version.mjs';

requireNode();
// Imported after the check, because an older Node cannot parse these modules.
const { dev } = await import('./lib/dev.mjs');
await dev(process.argv.slice(2));
