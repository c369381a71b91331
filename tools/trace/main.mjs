import { parseArgs } from 'node:util';
import { reportError, UserError } from '../embedded/lib/errors.mjs';
import { selectSources, sources } from './sources.mjs';
import { format, timelineOf } from './timeline.mjs';

const usage = `Prints the timeline of an order, collected from the logs of all services.

  npm run trace ORDER_ID                  read the logs of the running shop
  npm run trace ORDER_ID -- --from NAME   read these logs: ${Object.keys(sources).join(', ')}`;

async function main() {
  const { values, positionals } = parseArgs({
    options: { from: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  if (values.help) return console.log(usage);
  const [orderId = ''] = positionals;
  if (positionals.length !== 1 || !/^[0-9a-f]{24}$/.test(orderId))
    throw new UserError(`An order id of 24 hex digits is required.\n\n${usage}`);

  const selected = await selectSources(values.from);
  for (const source of selected) {
    const timeline = await timelineOf(orderId, source.lines);
    if (timeline.length > 0)
      return console.log(`Order ${orderId}, from ${source.label}\n\n${format(timeline)}`);
  }
  throw new UserError(
    `Order ${orderId} was not found in ${selected.map(({ label }) => label).join(', ')}.\n` +
      'LOG_LEVEL must be info or debug. Containers keep 30 MB of logs; npm start keeps those of the current and the previous run.',
  );
}

main().catch((error) => {
  // The messages of parseArgs are written for users.
  const isUsageError = error?.code?.startsWith('ERR_PARSE_ARGS');
  reportError(isUsageError ? new UserError(`${error.message}\n\n${usage}`) : error);
  process.exitCode = 1;
});
