import { requirePackages } from '../embedded/lib/require-packages.mjs';

// npm run new:service -- NAME [--noun NOUN]   a service with two routes, an event, an index, tests and its place in Compose

requirePackages();
// Imported after the check, because these modules import packages.
const { runCommand } = await import('./lib/command.mjs');
const { planService } = await import('./lib/new-service.mjs');
const usage = 'npm run new:service -- NAME [--noun NOUN], such as npm run new:service -- reviews';
await runCommand(usage, { noun: { type: 'string' } }, planService);
