import { matchingSubjects, parseArguments } from '../arguments.ts';
import { withBus } from '../bus.ts';
import { follow } from '../follow.ts';
import type { Terminal } from '../terminal.ts';

/** Prints events as they are published, one JSON line each. */
export async function tail(args: string[], { env, print, note, stop }: Terminal): Promise<void> {
  const { values, positionals } = parseArguments({
    args,
    allowPositionals: true,
    options: { all: { type: 'boolean' } },
  });
  const subjects = matchingSubjects(positionals);
  await withBus(
    env,
    (bus) =>
      follow(bus, {
        subjects,
        from: values.all ? 'first' : 'next',
        onReady: () => note(`listening to ${subjects.join(', ')}; Ctrl-C ends it`),
        onMessage: ({ subject, sequence, storedAt, text }) =>
          print(JSON.stringify({ subject, sequence, time: storedAt, message: readable(text) })),
        stop,
      }),
    stop,
  );
}

/** Text that is not JSON is shown as it is: finding such a message is one use of `tail`. */
function readable(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
