import type { Message } from 'node-nats-streaming';
import type { Delivery } from './bus.ts';

/** A message of the client as the bus hands it on. */
export const deliveryOf = (subject: string, message: Message): Delivery => ({
  subject,
  text: String(message.getData()),
  sequence: message.getSequence(),
  deliveries: redeliveriesOf(message) + 1,
  storedAt: message.getTimestamp(),
});

/** The client's types lack this method. */
const redeliveriesOf = (message: Message): number =>
  (message as Message & { getRedeliveryCount(): number }).getRedeliveryCount();
