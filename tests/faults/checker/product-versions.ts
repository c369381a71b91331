import { parseMessage } from '@ecommerce/shared';
import { busConfig } from '../../../tools/nats-test/src/config.ts';
import { follow } from '../../../tools/nats-test/src/feed.ts';
import { lastSequences, type NatsMonitor } from './nats-channels.ts';

/** A product as one of its events describes it. */
export interface ProductVersion {
  id: string;
  version: number;
  title: string;
  quantity: number;
}

export const productSubjects = ['product:created', 'product:updated'] as const;

/** Every version of every product, once, from all messages that NATS Streaming has stored. */
export async function productVersions(source: NatsMonitor & { natsUrl: string }): Promise<ProductVersion[]> {
  const last = await lastSequences(source);
  const unread = new Set(productSubjects.filter((subject) => last.get(subject)));
  const versions = new Map<string, ProductVersion>();
  const stop = new AbortController();
  if (unread.size === 0) return [];
  await follow(busConfig({ NATS_URL: source.natsUrl, CHANNEL_PREFIX: source.channelPrefix }), {
    subjects: [...productSubjects],
    fromBeginning: true,
    onReady: () => {},
    onMessage(name, message) {
      const subject = name as (typeof productSubjects)[number];
      const { id, version, title, quantity } = parseMessage(subject, String(message.getData()));
      versions.set(`${id} ${version}`, { id, version, title, quantity });
      if (message.getSequence() === last.get(subject)) unread.delete(subject);
      if (unread.size === 0) stop.abort();
    },
    stop: stop.signal,
  });
  return [...versions.values()];
}
