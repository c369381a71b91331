import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Message, Stan, SubscriptionOptions } from 'node-nats-streaming';
import { BusUnavailable } from './bus.ts';

/** NATS connection below the client, missing in its types. */
interface RawConnection {
  info?: { server_id: string } | null;
  /**
   * Calls back when the server has answered everything sent so far, or with an error when the connection breaks first.
   */
  flush(answered: (error?: Error) => void): void;
}

export const rawConnection = (stan: Stan): RawConnection | undefined =>
  (stan as Stan & { nc?: RawConnection }).nc;

/** Longer than any handler runs; a redelivery is recognized by its sequence number. */
const ACK_WAIT_MS = 60_000;
/**
 * The client sends how long ago a reading begins, so the server begins later, by the time that the request takes. Without this,
 * it would begin after the newest message if that is from the time asked for, and the reading would wait for another one.
 */
const START_MARGIN_MS = 60_000;
const IDLE_CHECK_INTERVAL_MS = 500;
/** Several, because the server may answer while a slow disk delays its messages. Empty channels are rare. */
const IDLE_CHECKS = 6;

/**
 * Reads what a channel received between `since` and now, with subscriptions outside of the groups.
 * @param aborted rejects to end the wait
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
  const options = stan.subscriptionOptions().setStartTime(new Date(since.getTime() - START_MARGIN_MS));
  await readUntil(
    stan,
    channel,
    options,
    () => aborted,
    async (message) => {
      if (message.getTimestamp() >= since) await onMessage(message);
      return message.getSequence() >= end;
    },
  );
}

/** Returns the newest message of a channel, or undefined for an empty one. */
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
 * Receives messages one by one until `isLast` returns true or `ended` resolves.
 * @returns the last message received
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

/** Resolves when the server answers but has not sent a message for some time. */
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
