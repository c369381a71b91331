import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Message, Stan } from 'node-nats-streaming';
import { BusUnavailable } from './bus.ts';

/** What the client has of the connection below it, and its types have not. */
interface Wire {
  info?: { server_id: string } | null;
  /** The answer to all that was sent so far; an error when the connection broke before. */
  flush(answered: (error?: Error) => void): void;
}

export const wireOf = (stan: Stan): Wire | undefined => (stan as Stan & { nc?: Wire }).nc;

/** Longer than any handler takes; what comes again all the same is known by its number. */
const ACK_WAIT_MS = 60_000;
const LOOK_MS = 500;
/** Answers of the server, one a look, with no message between them: then there is none left. */
const QUIET_LOOKS = 3;

/**
 * Reads what a channel got between `since` and now, with a subscription of its own beside those of the groups. A
 * channel does not say where it ends: it has been read when a message comes that is younger than the reading, or when
 * none does though the server answers.
 * @param failed rejects when there is no use in waiting any more
 */
export async function readChannel(
  stan: Stan,
  channel: string,
  since: Date,
  failed: Promise<never>,
  onMessage: (message: Message) => Promise<void>,
): Promise<void> {
  const begin = Date.now();
  const options = stan.subscriptionOptions().setStartTime(since);
  options.setManualAckMode(true).setAckWait(ACK_WAIT_MS).setMaxInFlight(1);
  const subscription = stan.subscribe(channel, options);
  const ready = once(subscription, 'ready');
  let newest = 0;
  let moved = false;
  let underWay: Promise<void> = Promise.resolve();

  const take = async (message: Message) => {
    await ready;
    await onMessage(message);
    message.ack();
  };
  const ended = new Promise<void>((resolve, reject) => {
    for (const event of ['error', 'timeout']) subscription.on(event, reject);
    subscription.on('message', (message: Message) => {
      if (message.getTimestamp().getTime() > begin) return resolve();
      if (message.getSequence() <= newest) return;
      newest = message.getSequence();
      moved = true;
      underWay = take(message);
      underWay.catch(reject);
    });
  });
  const quiet = async () => {
    await ready;
    for (let looks = 0; looks < QUIET_LOOKS; looks = moved ? 0 : looks + 1) {
      await underWay;
      moved = false;
      await sleep(LOOK_MS);
      await roundTrip(stan);
    }
  };
  try {
    await Promise.race([ended, quiet(), failed]);
  } finally {
    if (!subscription.isClosed()) subscription.unsubscribe();
  }
}

const roundTrip = (stan: Stan): Promise<void> =>
  new Promise((resolve, reject) => {
    const wire = wireOf(stan);
    if (!wire) return reject(new BusUnavailable('the connection was closed'));
    wire.flush((error) => (error ? reject(new BusUnavailable(error.message)) : resolve()));
  });
