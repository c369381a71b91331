import { parseArgs } from 'node:util';
import { reportError, UserError } from '../embedded/lib/errors.mjs';
import { selectSources, sources } from './sources.mjs';
import { format, storyOf } from './story.mjs';

const usage = `Prints the story of an order in its order, from the logs of all services.

  npm run trace ORDER_ID                  from the shop that runs
  npm run trace ORDER_ID -- --from NAME   from this one: ${Object.keys(sources).join(', ')}`;

async function main() {
  const { values, positionals } = parseArgs({
    options: { from: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  if (values.help) return console.log(usage);
  const [orderId = ''] = positionals;
  if (positionals.length !== 1 || !/^[0-9a-f]{24}$/.test(orderId))
    throw new UserError(`An order's id is 24 hex digits, as POST /api/orders answers it.\n\n${usage}`);

  const selected = await selectSources(values.from);
  for (const source of selected) {
    const story = await storyOf(orderId, source.lines);
    if (story.length > 0) return console.log(`Order ${orderId}, from ${source.label}\n\n${format(story)}`);
  }
  throw new UserError(
    `No line about order ${orderId} is in ${selected.map(({ label }) => label).join(', ')}.\n` +
      'The log of a container is kept up to 30 MB, that of npm start until the start after the next; LOG_LEVEL must be info or debug.',
  );
}

main().catch((error) => {
  // parseArgs describes an unknown option in a sentence for a person.
  const isUsageError = error?.code?.startsWith('ERR_PARSE_ARGS');
  reportError(isUsageError ? new UserError(`${error.message}\n\n${usage}`) : error);
  process.exitCode = 1;
});
