import { type Bus, parseMessage } from '@ecommerce/service-kit/messaging';
import { parseArguments, toSubject } from '../arguments.ts';
import { withBus } from '../bus.ts';
import { type StoredDeadLetter, withDeadLetters } from '../dead-letter-store.ts';
import { type Terminal, UsageError, UserError } from '../terminal.ts';
import { errorsOf } from '../validation-errors.ts';

/**
 * Publishes dead letters again, exactly as they were, and removes each from its list once the server has stored it.
 * Every group of the subject gets it; those that have handled it before recognize it by its event id.
 */
export async function replayDeadLetters(args: string[], { env, print, note }: Terminal): Promise<void> {
  const { values, positionals: ids } = parseArguments({
    args,
    allowPositionals: true,
    options: { all: { type: 'boolean' }, service: { type: 'string' } },
  });
  if ((values.all === true) === ids.length > 0) throw new UsageError('replay takes either ids or --all');
  await withDeadLetters(values.service, env, async (letters) => {
    const chosen = values.all ? letters : pick(letters, ids);
    const malformed = chosen.filter((letter) => errorOf(letter));
    const wellFormed = chosen.filter((letter) => !malformed.includes(letter));
    if (wellFormed.length > 0) await withBus(env, (bus) => publishAgain(bus, wellFormed, print));
    note(`${wellFormed.length} of ${chosen.length} replayed`);
    if (malformed.length === 0) return;
    // Published again, each would become a dead letter again, of every group of its subject.
    const lines = malformed.map((letter) => `  ${letter.id}: ${errorOf(letter)}`);
    throw new UserError(
      `These do not fit the contract, so no listener can handle them; they stay:\n${lines.join('\n')}`,
    );
  });
}

/** @throws UserError for an unknown id */
function pick(letters: StoredDeadLetter[], ids: string[]): StoredDeadLetter[] {
  const isMeant = (letter: StoredDeadLetter, id: string) => id === letter.id || id === letter._id;
  const missing = ids.filter((id) => !letters.some((letter) => isMeant(letter, id)));
  if (missing.length > 0)
    throw new UserError(
      `There is no dead letter ${missing.join(', ')}; nothing was published. Run nats-test dlq list.`,
    );
  return letters.filter((letter) => ids.some((id) => isMeant(letter, id)));
}

/** Why a message does not fit its contract. */
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
  // One publish reaches all services that have a dead letter of the same message.
  const published = new Set<string>();
  for (const letter of letters) {
    const key = `${letter.subject} ${letter.text}`;
    if (!published.has(key)) await bus.publish(letter.subject, letter.text);
    published.add(key);
    await letter.remove();
    print(letter.id);
  }
}
