import { parseArguments } from '../arguments.ts';
import { withDeadLetters } from '../dead-letter-store.ts';
import type { Terminal } from '../terminal.ts';

/** Prints dead letters as JSON lines, oldest first. */
export async function listDeadLetters(args: string[], { env, print, note }: Terminal): Promise<void> {
  const { values } = parseArguments({ args, options: { service: { type: 'string' } } });
  await withDeadLetters(values.service, env, async (letters) => {
    for (const { id, service, subject, deliveries, parkedAt, error, text } of letters)
      print(JSON.stringify({ id, service, subject, deliveries, parkedAt, error, text }));
    note(`${letters.length || 'no'} dead letter${letters.length === 1 ? '' : 's'}`);
  });
}
