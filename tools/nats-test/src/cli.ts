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
  // Older names of the two commands above.
  ['parked', listDeadLetters],
  ['replay', replayDeadLetters],
]);

const usage = `Usage: nats-test <command>

  publish <subject> <json|->     publish an event; - reads the payload from standard input
          [--event-id ID]        set the event's id, to publish the same event twice
  tail [subject...] [--all]      print new events, or all events with --all; accepts patterns such as 'payment:*'
  subjects [subject...]          list subjects and the fields of their payloads
  dlq list [--service NAME]      list dead letters: messages that a service failed to handle
  dlq replay <id...> | --all     publish dead letters again and remove them from the list
          [--service NAME]       only those of this service

The default servers are those of npm start. Set these variables to use others: NATS_URL, NATS_CLUSTER_ID, CHANNEL_PREFIX,
MONGO_URL (without a database; {service} stands for a service's name), or MONGO_URL_ORDERS and so on for one database.`;

/** Runs a command line. @returns the exit code: 0 for success, 1 for a failure, 2 for a wrong command line */
export async function cli([first = '', ...rest]: string[], terminal: Terminal): Promise<number> {
  if (['help', '--help', '-h'].includes(first) || rest.includes('--help')) {
    terminal.print(usage);
    return 0;
  }
  const [name, args] = first === 'dlq' ? [`dlq ${rest[0] ?? ''}`.trim(), rest.slice(1)] : [first, rest];
  try {
    const command = commands.get(name);
    if (!command) throw new UsageError(name ? `Unknown command ${name}` : 'A command is required');
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
