import { requireNode } from '../embedded/lib/node-version.mjs';

// Fills a shop with sample data: node tools/seed/seed.mjs [BASE_URL]. Default: http://localhost:8080.
requireNode();
// Imported after the check, because an older Node cannot parse the modules.
const { main } = await import('./lib/main.mjs');
await main(process.argv[2]);
