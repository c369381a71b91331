import { requireNode } from './lib/node-version.mjs';

requireNode();
// Loaded only now: an older Node would stumble over them before it could be told.
const { test } = await import('./lib/test.mjs');
await test(process.argv.slice(2));
