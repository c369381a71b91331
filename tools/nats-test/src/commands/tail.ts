import { matchingSubjects, parseArguments } from '../arguments.ts';
import { busConfig } from '../config.ts';
import { follow } from '../feed.ts';
import type { Terminal } from '../terminal.ts';

/** Prints events as they come, one JSON line each. */
export async function tail(args: string[], { env, print, note, stop }: Terminal): Promise<void> {
  const { values, positionals } = parseArguments({
    args,
    allowPositionals: true,
    options: { all: { type: 'boolean' } },
  });
  const subjects = matchingSubjects(positionals);
  await follow(busConfig(env), {
    subjects,
    fromBeginning: values.all === true,
    onReady: () => note(`listening to ${subjects.join(', ')}; Ctrl-C ends it`),
    onMessage: (subject, message) => {
      const text = String(message.getData());
      const time = message.getTimestamp().toISOString();
      print(JSON.stringify({ subject, sequence: message.getSequence(), time, message: readable(text) }));
    },
    stop,
  });
}

/** What is no JSON is shown as it is: finding such a message is what one tails for. */
function readable(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
