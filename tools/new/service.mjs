import { runCommand } from './lib/command.mjs';
import { planService } from './lib/new-service.mjs';

// npm run new:service -- NAME [--noun NOUN]   a service with two routes, an event, an index, tests and its place in Compose

const usage = 'npm run new:service -- NAME [--noun NOUN], such as npm run new:service -- reviews';
await runCommand(usage, { noun: { type: 'string' } }, planService);
