import { once } from 'node:events';
import type { Subject } from '@ecommerce/contracts';
import type { Bus, Delivery } from '@ecommerce/service-kit/messaging';
import { UserError } from './terminal.ts';

interface FollowOptions {
  subjects: Subject[];
  /** Starts at the first stored message or at the next new one. */
  from: 'first' | 'next';
  onReady?: () => void;
  onMessage: (message: Delivery) => void;
  stop: AbortSignal;
}

/**
 * Passes the messages of some subjects to `onMessage` until `stop` aborts.
 * @throws UserError if the connection is lost
 */
export async function follow(bus: Bus, options: FollowOptions): Promise<void> {
  const { subjects, from, onReady, onMessage, stop } = options;
  const ended = Promise.race([
    once(stop, 'abort'),
    bus.lost().then(({ message }) => {
      throw new UserError(`Lost the connection to NATS Streaming: ${message}`);
    }),
  ]);
  const subscribed = subjects.map((subject) =>
    bus.tail(subject, from, onMessage, stop).catch((error: Error) => {
      throw new UserError(`Cannot subscribe to ${subject}: ${error.message}`);
    }),
  );
  await Promise.race([Promise.all(subscribed), ended]);
  if (!stop.aborted) onReady?.();
  await ended;
}
