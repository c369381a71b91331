import { parked } from './commands/parked.ts';
import { publish } from './commands/publish.ts';
import { replay } from './commands/replay.ts';
import { subjects } from './commands/subjects.ts';
import { tail } from './commands/tail.ts';
import { Problem, type Terminal, UsageError } from './terminal.ts';

type Command = (args: string[], terminal: Terminal) => Promise<void>;
const commands = new Map<string, Command>(Object.entries({ publish, tail, subjects, parked, replay }));

const usage = `Usage: nats-test <command>

  publish <subject> <json|->     publishes an event; - reads its payload from standard input
          [--event-id ID]        says which event it is, to send the same one twice
  tail [subject...] [--all]      prints events from now on, or from the very first; 'payment:*' works too
  subjects                       lists the subjects and the fields of their payloads
  parked [--service NAME]        lists the messages that services could not take
  replay <id...> | --all         publishes parked messages again and takes them off the list
          [--service NAME]       only what this service has parked

Where the servers are, unless they are those of npm start: NATS_URL, NATS_CLUSTER_ID, CHANNEL_PREFIX,
and MONGO_URL (without a database) or MONGO_URL_ORDERS and so on.`;

/** @returns the exit code: 0 done, 1 it did not work, 2 the command line is wrong */
export async function cli([name = '', ...args]: string[], terminal: Terminal): Promise<number> {
  if (['help', '--help', '-h'].includes(name) || args.includes('--help')) {
    terminal.print(usage);
    return 0;
  }
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
    const text = error instanceof Problem ? error.message : error instanceof Error ? error.stack : error;
    terminal.note(`nats-test: ${text}`);
    return 1;
  }
}
