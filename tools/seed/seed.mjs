import { requireNode } from '../embedded/lib/node-version.mjs';

// node tools/seed/seed.mjs [BASE_URL]; http://localhost:8080 without one.
requireNode();
// Imported after the check: an older Node cannot parse it.
const { main } = await import('./lib/main.mjs');
await main(process.argv[2]);
