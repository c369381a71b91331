import { setTimeout as sleep } from 'node:timers/promises';
import type { BusConfig, Subject } from '@ecommerce/shared';
import { connect, type Message, type Stan } from 'node-nats-streaming';
import { natsAway, PATIENCE_MS } from './bus.ts';
import { Problem } from './terminal.ts';

export interface FeedOptions {
  subjects: Subject[];
  fromBeginning: boolean;
  onReady: () => void;
  onMessage: (subject: Subject, message: Message) => void;
  stop: AbortSignal;
}

/**
 * Hands on the messages of some subjects until `stop` fires. Unlike the services' bus it joins no group and leaves
 * no durable subscription, so nobody gets a message less for it.
 * @throws Problem when the server is away
 */
export async function follow(config: BusConfig, options: FeedOptions): Promise<void> {
  const stan = connect(config.NATS_CLUSTER_ID, `nats-test-${config.NATS_CLIENT_ID}`, {
    url: config.NATS_URL,
    waitOnFirstConnect: true,
    maxReconnectAttempts: -1,
  });
  let isConnected = false;
  const connected = new Promise<void>((resolve) => {
    stan.on('connect', () => {
      isConnected = true;
      resolve();
    });
  });
  const lost = new Promise<never>((_resolve, reject) => {
    for (const event of ['connection_lost', 'error', 'close'])
      stan.on(event, (reason: unknown = event) =>
        reject(isConnected ? new Problem(`Lost NATS Streaming: ${reason}`) : natsAway(config)),
      );
  });
  const late = sleep(PATIENCE_MS, undefined, { ref: false }).then(() => Promise.reject(natsAway(config)));
  const stopped = whenAborted(options.stop);
  try {
    await Promise.race([connected, stopped, lost, late]);
    if (options.stop.aborted) return;
    const subscribed = Promise.all(
      options.subjects.map((subject) => subscribe(stan, config, subject, options)),
    );
    await Promise.race([subscribed, stopped, lost]);
    if (!options.stop.aborted) options.onReady();
    await Promise.race([stopped, lost]);
  } finally {
    leave(stan);
  }
}

function subscribe(
  stan: Stan,
  config: BusConfig,
  subject: Subject,
  { fromBeginning, onMessage, stop }: FeedOptions,
): Promise<void> {
  const options = stan.subscriptionOptions().setManualAckMode(true);
  if (fromBeginning) options.setDeliverAllAvailable();
  const subscription = stan.subscribe(config.CHANNEL_PREFIX + subject, options);
  const ready = new Promise<void>((resolve, reject) => {
    subscription.on('ready', resolve);
    // One that was not answered says `timeout`, not `error`, and stays deaf.
    for (const event of ['error', 'timeout'])
      subscription.on(event, (reason: unknown) =>
        reject(new Problem(`Can't listen to ${subject}: ${reason}`)),
      );
  });
  // Messages can come in the same breath as the confirmation; before it they can't be acked.
  subscription.on('message', (message: Message) => {
    ready.then(
      () => {
        // More may have come than were wanted, and an ack after leaving throws.
        if (stop.aborted) return;
        onMessage(subject, message);
        message.ack();
      },
      () => {},
    );
  });
  return ready;
}

const whenAborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => resolve());
  });

function leave(stan: Stan): void {
  try {
    stan.close();
  } catch {
    // It throws where the connection below has been closed already.
  }
}
