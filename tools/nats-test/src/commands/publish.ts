import { text as readAll } from 'node:stream/consumers';
import { checkEvent, currentTraceparent, formatMessage, Meta, type Subject } from '@ecommerce/shared';
import { parseArguments, toSubject } from '../arguments.ts';
import { withBus } from '../bus.ts';
import { faultsOf } from '../faults.ts';
import { Problem, type Terminal, UsageError } from '../terminal.ts';

/** Publishes one event, as a service would. */
export async function publish(args: string[], { env, input, print }: Terminal): Promise<void> {
  const { values, positionals } = parseArguments({
    args,
    allowPositionals: true,
    options: { 'event-id': { type: 'string' } },
  });
  const [name, given, ...rest] = positionals;
  if (!name || !given || rest.length > 0)
    throw new UsageError('publish takes a subject and its payload, in quotes');
  const subject = toSubject(name);
  const data = payload(subject, given === '-' ? await readAll(input) : given);
  const eventId = checkedId(values['event-id'] ?? crypto.randomUUID());
  const meta = { eventId, occurredAt: new Date().toISOString(), traceparent: currentTraceparent() };
  await withBus(env, (bus) => bus.publish(subject, formatMessage(data, meta)));
  print(eventId);
}

/** @throws Problem with every fault, one a line */
function payload(subject: Subject, text: string): object {
  try {
    return checkEvent(subject, JSON.parse(text));
  } catch (error) {
    const faults = faultsOf(error).map((fault) => `\n  ${fault}`);
    throw new Problem(`This is no payload of ${subject}; nothing was published:${faults.join('')}`);
  }
}

function checkedId(id: string): string {
  if (Meta.shape.eventId.safeParse(id).success) return id;
  throw new UsageError('--event-id takes 1 to 64 letters, digits and -');
}
