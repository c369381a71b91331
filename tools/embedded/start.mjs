import { requireNode } from './lib/node-version.mjs';

requireNode();
// Loaded only now: an older Node would stumble over them before it could be told.
const { start } = await import('./lib/start.mjs');
await start();
