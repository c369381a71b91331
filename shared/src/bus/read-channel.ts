import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Message, Stan, SubscriptionOptions } from 'node-nats-streaming';
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
/** The server may answer while a slow disk keeps its messages back; a channel of ours that holds none is rare. */
const QUIET_LOOKS = 6;

/**
 * Reads what a channel got between `since` and now, with subscriptions of its own beside those of the groups.
 * @param failed rejects when there is no use in waiting any more
 */
export async function readChannel(
  stan: Stan,
  channel: string,
  since: Date,
  failed: Promise<never>,
  onMessage: (message: Message) => Promise<void>,
): Promise<void> {
  let last: Message | undefined;
  const newest = stan.subscriptionOptions().setStartWithLastReceived();
  await follow(
    stan,
    channel,
    newest,
    (ready) => Promise.race([quiet(stan, ready), failed]),
    async (message) => {
      last = message;
      return true;
    },
  );
  if (!last || last.getTimestamp() < since) return;
  const end = last.getSequence();
  const younger = stan.subscriptionOptions().setStartTime(since);
  await follow(
    stan,
    channel,
    younger,
    () => failed,
    async (message) => {
      await onMessage(message);
      return message.getSequence() >= end;
    },
  );
}

/** Takes one message after another until `take` says that it was the last one, or there is no use in waiting. */
async function follow(
  stan: Stan,
  channel: string,
  options: SubscriptionOptions,
  noUse: (ready: Promise<unknown>) => Promise<void>,
  take: (message: Message) => Promise<boolean>,
): Promise<void> {
  options.setManualAckMode(true).setAckWait(ACK_WAIT_MS).setMaxInFlight(1);
  const subscription = stan.subscribe(channel, options);
  const ready = once(subscription, 'ready');
  ready.catch(() => {});
  let newest = 0;
  const ended = new Promise<void>((resolve, reject) => {
    for (const event of ['error', 'timeout']) subscription.on(event, reject);
    subscription.on('message', async (message: Message) => {
      if (message.getSequence() <= newest) return;
      newest = message.getSequence();
      try {
        await ready;
        const isLast = await take(message);
        message.ack();
        if (isLast) resolve();
      } catch (error) {
        reject(error);
      }
    });
  });
  try {
    await Promise.race([ended, noUse(ready)]);
  } finally {
    if (!subscription.isClosed()) subscription.unsubscribe();
  }
}

/** Resolves when no message has come for long though the server answers. */
async function quiet(stan: Stan, ready: Promise<unknown>): Promise<void> {
  await ready;
  for (let looks = 0; looks < QUIET_LOOKS; looks++) {
    await sleep(LOOK_MS);
    await roundTrip(stan);
  }
}

const roundTrip = (stan: Stan): Promise<void> =>
  new Promise((resolve, reject) => {
    const wire = wireOf(stan);
    if (!wire) return reject(new BusUnavailable('the connection was closed'));
    wire.flush((error) => (error ? reject(new BusUnavailable(error.message)) : resolve()));
  });
