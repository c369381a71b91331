import { requireNode } from './lib/node-version.mjs';

requireNode();
// Imported after the check, because an older Node cannot parse these modules.
const { start } = await import('./lib/start.mjs');
await start();
