import { randomUUID } from 'node:crypto';
import { parseMessage } from '@ecommerce/shared';
import { follow } from '../../../tools/nats-test/src/feed.ts';
import type { SnapshotSource } from './snapshot.ts';

/** A product as one of its events told of it. */
export interface ProductVersion {
  id: string;
  version: number;
  title: string;
  quantity: number;
}

const subjects = ['product:created', 'product:updated'] as const;

/** All that NATS Streaming keeps of products, each version once. */
export async function productVersions({
  natsUrl,
  monitorUrl,
  channelPrefix,
}: Pick<SnapshotSource, 'natsUrl' | 'monitorUrl' | 'channelPrefix'>): Promise<ProductVersion[]> {
  const left = new Set<string>();
  for (const subject of subjects) {
    const last = await lastSequence(monitorUrl, channelPrefix + subject);
    if (last > 0) left.add(`${subject} ${last}`);
  }
  const versions = new Map<string, ProductVersion>();
  const stop = new AbortController();
  if (left.size === 0) return [];
  await follow(
    {
      NATS_URL: natsUrl,
      NATS_CLUSTER_ID: 'ecommerce',
      NATS_CLIENT_ID: randomUUID(),
      CHANNEL_PREFIX: channelPrefix,
      ACK_WAIT_MS: 10_000,
    },
    {
      subjects: [...subjects],
      fromBeginning: true,
      onReady: () => {},
      onMessage(subject, message) {
        const { id, version, title, quantity } = parseMessage(
          subject as 'product:updated',
          String(message.getData()),
        );
        versions.set(`${id} ${version}`, { id, version, title, quantity });
        left.delete(`${subject} ${message.getSequence()}`);
        if (left.size === 0) stop.abort();
      },
      stop: stop.signal,
    },
  );
  return [...versions.values()];
}

async function lastSequence(monitorUrl: string, channel: string): Promise<number> {
  const response = await fetch(`${monitorUrl}/streaming/channelsz?channel=${channel}`);
  return response.ok ? ((await response.json()) as { last_seq: number }).last_seq : 0;
}
