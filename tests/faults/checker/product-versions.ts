import { parseMessage } from '@ecommerce/service-kit/messaging';
import { withBus } from '../../../tools/nats-test/src/bus.ts';
import { follow } from '../../../tools/nats-test/src/follow.ts';
import { lastSequences, type NatsMonitor } from './nats-channels.ts';

/** The state of a product in one of its events. */
export interface ProductVersion {
  id: string;
  version: number;
  title: string;
  quantity: number;
}

export const productSubjects = ['product:created', 'product:updated'] as const;

/** Reads every version of every product once, from all messages that NATS Streaming stores. */
export async function productVersions(source: NatsMonitor & { natsUrl: string }): Promise<ProductVersion[]> {
  const last = await lastSequences(source);
  const unread = new Set(productSubjects.filter((subject) => last.get(subject)));
  const versions = new Map<string, ProductVersion>();
  const stop = new AbortController();
  if (unread.size === 0) return [];
  await withBus({ NATS_URL: source.natsUrl, CHANNEL_PREFIX: source.channelPrefix }, (bus) =>
    follow(bus, {
      subjects: [...productSubjects],
      from: 'first',
      onReady: () => {},
      onMessage({ subject: name, text, sequence }) {
        const subject = name as (typeof productSubjects)[number];
        const { id, version, title, quantity } = parseMessage(subject, text);
        versions.set(`${id} ${version}`, { id, version, title, quantity });
        if (sequence === last.get(subject)) unread.delete(subject);
        if (unread.size === 0) stop.abort();
      },
      stop: stop.signal,
    }),
  );
  return [...versions.values()];
}
