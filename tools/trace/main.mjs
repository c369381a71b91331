import { parseArgs } from 'node:util';
import { reportError, UserError } from '../embedded/lib/errors.mjs';
import { chosen, sources } from './sources.mjs';
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

  const searched = await chosen(values.from);
  for (const source of searched) {
    const story = await storyOf(orderId, source.lines);
    if (story.length > 0) return console.log(`Order ${orderId}, from ${source.place}\n\n${format(story)}`);
  }
  throw new UserError(
    `Nothing is told of order ${orderId} in ${searched.map(({ place }) => place).join(', ')}.\n` +
      'The log of a container is kept up to 30 MB, that of npm start until the start after the next; LOG_LEVEL must be info or debug.',
  );
}

main().catch((error) => {
  // What parseArgs says of an unknown option is a sentence for a person.
  reportError(
    error?.code?.startsWith('ERR_PARSE_ARGS') ? new UserError(`${error.message}\n\n${usage}`) : error,
  );
  process.exitCode = 1;
});
