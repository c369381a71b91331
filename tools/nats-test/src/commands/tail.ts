import { matchingSubjects, parseArguments } from '../arguments.ts';
import { withBus } from '../bus.ts';
import { follow } from '../follow.ts';
import type { Terminal } from '../terminal.ts';

/** Prints events as JSON lines when they are published. */
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
        onReady: () => note(`listening to ${subjects.join(', ')}; press Ctrl-C to stop`),
        onMessage: ({ subject, sequence, storedAt, text }) =>
          print(JSON.stringify({ subject, sequence, time: storedAt, message: readable(text) })),
        stop,
      }),
    stop,
  );
}

/** Returns text that is not JSON unchanged, because `tail` should show invalid messages too. */
function readable(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
