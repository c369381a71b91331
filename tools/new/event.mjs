import { requirePackages } from '../embedded/lib/require-packages.mjs';

// npm run new:event -- SUBJECT --from SERVICE [--to SERVICE]...   an event with its publisher, its listeners and their tests

requirePackages();
// Imported after the check, because these modules import packages.
const { runCommand } = await import('./lib/command.mjs');
const { planEvent } = await import('./lib/new-event.mjs');
const usage =
  'npm run new:event -- SUBJECT --from SERVICE [--to SERVICE]..., such as npm run new:event -- order:shipped --from orders --to cart';
await runCommand(usage, { from: { type: 'string' }, to: { type: 'string', multiple: true } }, planEvent);
