import { runCommand } from './lib/command.mjs';
import { planEvent } from './lib/new-event.mjs';

// npm run new:event -- SUBJECT --from SERVICE [--to SERVICE]...   an event with its publisher, its listeners and their tests

const usage =
  'npm run new:event -- SUBJECT --from SERVICE [--to SERVICE]..., such as npm run new:event -- order:shipped --from orders --to cart';
await runCommand(usage, { from: { type: 'string' }, to: { type: 'string', multiple: true } }, planEvent);
