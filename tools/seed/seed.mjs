import { requireNode } from '../embedded/lib/node-version.mjs';

// node tools/seed/seed.mjs [BASE_URL]; http://localhost:8080 without one.
requireNode();
// Loaded only now: an older Node would stumble over it before it could be told.
const { main } = await import('./lib/main.mjs');
await main(process.argv[2]);
