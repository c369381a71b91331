import { listDeadLetters } from './commands/list-dead-letters.ts';
import { publish } from './commands/publish.ts';
import { replayDeadLetters } from './commands/replay-dead-letters.ts';
import { subjects } from './commands/subjects.ts';
import { tail } from './commands/tail.ts';
import { type Terminal, UsageError, UserError } from './terminal.ts';

type Command = (args: string[], terminal: Terminal) => Promise<void>;

const commands = new Map<string, Command>([
  ['publish', publish],
  ['tail', tail],
  ['subjects', subjects],
  ['dlq list', listDeadLetters],
  ['dlq replay', replayDeadLetters],
  // Older names of the two before.
  ['parked', listDeadLetters],
  ['replay', replayDeadLetters],
]);

const usage = `Usage: nats-test <command>

  publish <subject> <json|->     publishes an event; - reads its payload from standard input
          [--event-id ID]        sets the event's id, to publish the same event twice
  tail [subject...] [--all]      prints events from now on, or from the first; 'payment:*' works too
  subjects                       lists the subjects and the fields of their payloads
  dlq list [--service NAME]      lists the dead letters: messages that a service failed to handle
  dlq replay <id...> | --all     publishes dead letters again and removes them from the list
          [--service NAME]       only those of this service

The servers are those of npm start, unless these variables name others: NATS_URL, NATS_CLUSTER_ID, CHANNEL_PREFIX,
and MONGO_URL (without a database) or MONGO_URL_ORDERS and so on.`;

/** @returns the exit code: 0 done, 1 failed, 2 for a wrong command line */
export async function cli([first = '', ...rest]: string[], terminal: Terminal): Promise<number> {
  if (['help', '--help', '-h'].includes(first) || rest.includes('--help')) {
    terminal.print(usage);
    return 0;
  }
  const [name, args] = first === 'dlq' ? [`dlq ${rest[0] ?? ''}`.trim(), rest.slice(1)] : [first, rest];
  try {
    const command = commands.get(name);
    if (!command) throw new UsageError(name ? `There is no command ${name}` : 'Which command?');
    await command(args, terminal);
    return 0;
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.note(`nats-test: ${error.message}\n\n${usage}`);
      return 2;
    }
    const text = error instanceof UserError ? error.message : error instanceof Error ? error.stack : error;
    terminal.note(`nats-test: ${text}`);
    return 1;
  }
}
