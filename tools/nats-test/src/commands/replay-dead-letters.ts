import { type Bus, parseMessage } from '@ecommerce/shared';
import { parseArguments, toSubject } from '../arguments.ts';
import { withBus } from '../bus.ts';
import { faultsOf } from '../faults.ts';
import { type ParkedIn, withParked } from '../parked-store.ts';
import { Problem, type Terminal, UsageError } from '../terminal.ts';

/**
 * Publishes parked messages again, exactly as they were, and takes each off its list once the server has it.
 * Every group of the subject gets it; those that have taken it before know it by its event id.
 */
export async function replay(args: string[], { env, print, note }: Terminal): Promise<void> {
  const { values, positionals: ids } = parseArguments({
    args,
    allowPositionals: true,
    options: { all: { type: 'boolean' }, service: { type: 'string' } },
  });
  if ((values.all === true) === ids.length > 0) throw new UsageError('replay takes either ids or --all');
  await withParked(values.service, env, async (messages) => {
    const chosen = values.all ? messages : pick(messages, ids);
    const malformed = chosen.filter((message) => faultOf(message));
    const sound = chosen.filter((message) => !malformed.includes(message));
    if (sound.length > 0) await withBus(env, (bus) => publishAgain(bus, sound, print));
    note(`${sound.length} of ${chosen.length} replayed`);
    if (malformed.length === 0) return;
    // Sent again, each would only be parked again, and by every group of its subject.
    const faults = malformed.map((message) => `  ${message.id}: ${faultOf(message)}`);
    throw new Problem(
      `These do not fit the contract, so no consumer can take them; they stay:\n${faults.join('\n')}`,
    );
  });
}

/** @throws Problem for an id that is not there */
function pick(messages: ParkedIn[], ids: string[]): ParkedIn[] {
  const isMeant = (message: ParkedIn, id: string) => id === message.id || id === message._id;
  const missing = ids.filter((id) => !messages.some((message) => isMeant(message, id)));
  if (missing.length > 0)
    throw new Problem(
      `Nothing is parked as ${missing.join(', ')}; nothing was published. See nats-test parked.`,
    );
  return messages.filter((message) => ids.some((id) => isMeant(message, id)));
}

/** What keeps a message from fitting its contract. */
function faultOf({ subject, text }: ParkedIn): string | undefined {
  try {
    parseMessage(toSubject(subject), text);
    return undefined;
  } catch (error) {
    return error instanceof UsageError ? error.message : faultsOf(error).join('; ');
  }
}

async function publishAgain(bus: Bus, messages: ParkedIn[], print: (line: string) => void): Promise<void> {
  // Services that parked the same message all get it by one publish.
  const published = new Set<string>();
  for (const message of messages) {
    const key = `${message.subject} ${message.text}`;
    if (!published.has(key)) await bus.publish(message.subject, message.text);
    published.add(key);
    await message.remove();
    print(message.id);
  }
}
