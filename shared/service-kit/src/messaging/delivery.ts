import type { Message } from 'node-nats-streaming';
import type { Delivery } from './bus.ts';

/** Converts a message of the client. */
export const deliveryOf = (subject: string, message: Message): Delivery => ({
  subject,
  text: String(message.getData()),
  sequence: message.getSequence(),
  deliveries: redeliveriesOf(message) + 1,
  storedAt: message.getTimestamp(),
});

/** Calls a method that is missing in the client's types. */
const redeliveriesOf = (message: Message): number =>
  (message as Message & { getRedeliveryCount(): number }).getRedeliveryCount();
