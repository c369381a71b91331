import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Message, Stan, SubscriptionOptions } from 'node-nats-streaming';
import { BusUnavailable } from './bus.ts';

/** The NATS connection below the client, which its types do not show. */
interface RawConnection {
  info?: { server_id: string } | null;
  /** Calls back when the server has answered everything sent so far; with an error when the connection broke before. */
  flush(answered: (error?: Error) => void): void;
}

export const rawConnection = (stan: Stan): RawConnection | undefined =>
  (stan as Stan & { nc?: RawConnection }).nc;

/** Longer than any handler takes; what is redelivered all the same is recognized by its number. */
const ACK_WAIT_MS = 60_000;
const IDLE_CHECK_INTERVAL_MS = 500;
/** The server may answer while a slow disk holds its messages back; channels without messages are rare. */
const IDLE_CHECKS = 6;

/**
 * Reads what a channel received between `since` and now, with subscriptions of its own beside those of the groups.
 * @param aborted rejects when waiting makes no sense any more
 */
export async function readChannel(
  stan: Stan,
  channel: string,
  since: Date,
  aborted: Promise<never>,
  onMessage: (message: Message) => Promise<void>,
): Promise<void> {
  const last = await lastMessage(stan, channel, aborted);
  if (!last || last.getTimestamp() < since) return;
  const end = last.getSequence();
  const options = stan.subscriptionOptions().setStartTime(since);
  await readUntil(
    stan,
    channel,
    options,
    () => aborted,
    async (message) => {
      await onMessage(message);
      return message.getSequence() >= end;
    },
  );
}

/** The newest message of a channel; undefined where it holds none. */
async function lastMessage(
  stan: Stan,
  channel: string,
  aborted: Promise<never>,
): Promise<Message | undefined> {
  const options = stan.subscriptionOptions().setStartWithLastReceived();
  const idle = (ready: Promise<unknown>) => Promise.race([waitUntilIdle(stan, ready), aborted]);
  return readUntil(stan, channel, options, idle, async () => true);
}

/**
 * Takes one message after another until `isLast` says so, or `ended` resolves.
 * @returns the last message taken
 */
async function readUntil(
  stan: Stan,
  channel: string,
  options: SubscriptionOptions,
  ended: (ready: Promise<unknown>) => Promise<void>,
  isLast: (message: Message) => Promise<boolean>,
): Promise<Message | undefined> {
  options.setManualAckMode(true).setAckWait(ACK_WAIT_MS).setMaxInFlight(1);
  const subscription = stan.subscribe(channel, options);
  const ready = once(subscription, 'ready');
  ready.catch(() => {});
  let newest = 0;
  const last = new Promise<Message>((resolve, reject) => {
    for (const event of ['error', 'timeout']) subscription.on(event, reject);
    subscription.on('message', async (message: Message) => {
      if (message.getSequence() <= newest) return;
      newest = message.getSequence();
      try {
        await ready;
        const isEnd = await isLast(message);
        message.ack();
        if (isEnd) resolve(message);
      } catch (error) {
        reject(error);
      }
    });
  });
  try {
    return await Promise.race([last, ended(ready).then(() => undefined)]);
  } finally {
    if (!subscription.isClosed()) subscription.unsubscribe();
  }
}

/** Resolves when no message has come for long though the server answers. */
async function waitUntilIdle(stan: Stan, ready: Promise<unknown>): Promise<void> {
  await ready;
  for (let checks = 0; checks < IDLE_CHECKS; checks++) {
    await sleep(IDLE_CHECK_INTERVAL_MS);
    await roundTrip(stan);
  }
}

const roundTrip = (stan: Stan): Promise<void> =>
  new Promise((resolve, reject) => {
    const raw = rawConnection(stan);
    if (!raw) return reject(new BusUnavailable('the connection was closed'));
    raw.flush((error) => (error ? reject(new BusUnavailable(error.message)) : resolve()));
  });
