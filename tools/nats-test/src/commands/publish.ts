import { text as readAll } from 'node:stream/consumers';
import { EventMeta, type Subject } from '@ecommerce/contracts';
import { checkEvent, formatMessage } from '@ecommerce/service-kit/messaging';
import { currentTraceparent } from '@ecommerce/service-kit/observability';
import { parseArguments, toSubject } from '../arguments.ts';
import { withBus } from '../bus.ts';
import { type Terminal, UsageError, UserError } from '../terminal.ts';
import { errorsOf } from '../validation-errors.ts';

/** Publishes an event as a service does. */
export async function publish(args: string[], { env, input, print }: Terminal): Promise<void> {
  const { values, positionals } = parseArguments({
    args,
    allowPositionals: true,
    options: { 'event-id': { type: 'string' } },
  });
  const [name, given, ...rest] = positionals;
  if (!name || !given || rest.length > 0)
    throw new UsageError('publish requires a subject and a quoted payload');
  const subject = toSubject(name);
  const data = payload(subject, given === '-' ? await readAll(input) : given);
  const eventId = checkedId(values['event-id'] ?? crypto.randomUUID());
  const meta = { eventId, occurredAt: new Date().toISOString(), traceparent: currentTraceparent() };
  await withBus(env, (bus) => bus.publish(subject, formatMessage(data, meta)));
  print(eventId);
}

/** Parses and validates a payload. @throws UserError with one line per error */
function payload(subject: Subject, text: string): object {
  try {
    return checkEvent(subject, JSON.parse(text));
  } catch (error) {
    const lines = errorsOf(error).map((line) => `\n  ${line}`);
    throw new UserError(`The payload does not match ${subject}. Nothing was published:${lines.join('')}`);
  }
}

function checkedId(id: string): string {
  if (EventMeta.shape.eventId.safeParse(id).success) return id;
  throw new UsageError('--event-id must consist of 1 to 64 letters, digits and hyphens');
}
