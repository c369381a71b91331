import { parseArguments } from '../arguments.ts';
import { withParked } from '../parked-store.ts';
import type { Terminal } from '../terminal.ts';

/** Prints the messages that services could not take, one JSON line each, oldest first. */
export async function parked(args: string[], { env, print, note }: Terminal): Promise<void> {
  const { values } = parseArguments({ args, options: { service: { type: 'string' } } });
  await withParked(values.service, env, async (messages) => {
    for (const { id, service, subject, deliveries, parkedAt, error, text } of messages)
      print(JSON.stringify({ id, service, subject, deliveries, parkedAt, error, text }));
    note(`${messages.length || 'no'} parked message${messages.length === 1 ? '' : 's'}`);
  });
}
