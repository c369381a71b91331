import { type Bus, parseMessage } from '@ecommerce/service-kit/messaging';
import { parseArguments, toSubject } from '../arguments.ts';
import { withBus } from '../bus.ts';
import { type StoredDeadLetter, withDeadLetters } from '../dead-letter-store.ts';
import { type Terminal, UsageError, UserError } from '../terminal.ts';
import { errorsOf } from '../validation-errors.ts';

/**
 * Publishes dead letters again, unchanged, and removes each after the broker has stored it. All groups of the subject
 * receive it; those that have already handled it recognize its event id.
 */
export async function replayDeadLetters(args: string[], { env, print, note }: Terminal): Promise<void> {
  const { values, positionals: ids } = parseArguments({
    args,
    allowPositionals: true,
    options: { all: { type: 'boolean' }, service: { type: 'string' } },
  });
  if ((values.all === true) === ids.length > 0) throw new UsageError('replay requires either ids or --all');
  await withDeadLetters(values.service, env, async (letters) => {
    const chosen = values.all ? letters : pick(letters, ids);
    const malformed = chosen.filter((letter) => errorOf(letter));
    const wellFormed = chosen.filter((letter) => !malformed.includes(letter));
    if (wellFormed.length > 0) await withBus(env, (bus) => publishAgain(bus, wellFormed, print));
    note(`${wellFormed.length} of ${chosen.length} replayed`);
    if (malformed.length === 0) return;
    // Publishing them again would create a dead letter in every group of the subject.
    const lines = malformed.map((letter) => `  ${letter.id}: ${errorOf(letter)}`);
    throw new UserError(
      `These messages do not match the contract, so they were not replayed:\n${lines.join('\n')}`,
    );
  });
}

/** @throws UserError for an unknown id */
function pick(letters: StoredDeadLetter[], ids: string[]): StoredDeadLetter[] {
  const hasId = (letter: StoredDeadLetter, id: string) => id === letter.id || id === letter._id;
  const missing = ids.filter((id) => !letters.some((letter) => hasId(letter, id)));
  if (missing.length > 0)
    throw new UserError(
      `There is no dead letter ${missing.join(', ')}. Nothing was published. Run \`nats-test dlq list\` to see all.`,
    );
  return letters.filter((letter) => ids.some((id) => hasId(letter, id)));
}

/** Returns why a message does not match its contract; undefined if it does. */
function errorOf({ subject, text }: StoredDeadLetter): string | undefined {
  try {
    parseMessage(toSubject(subject), text);
    return undefined;
  } catch (error) {
    return error instanceof UsageError ? error.message : errorsOf(error).join('; ');
  }
}

async function publishAgain(
  bus: Bus,
  letters: StoredDeadLetter[],
  print: (line: string) => void,
): Promise<void> {
  // Publishes each message only once, because that reaches all services with a dead letter of it.
  const published = new Set<string>();
  for (const letter of letters) {
    const key = `${letter.subject} ${letter.text}`;
    if (!published.has(key)) await bus.publish(letter.subject, letter.text);
    published.add(key);
    await letter.remove();
    print(letter.id);
  }
}
