import type { EventData, Subject } from '@ecommerce/contracts';
import { parseMessage } from '@ecommerce/service-kit/messaging';
import { withBus } from '../../../tools/nats-test/src/bus.ts';
import { follow } from '../../../tools/nats-test/src/follow.ts';
import { lastSequences, type NatsMonitor } from './nats-channels.ts';

/** The state of a product in one of its events, or its removal. */
export type ProductVersion = { id: string; version: number } & (
  | { title: string; quantity: number; removed?: undefined }
  | { removed: true }
);

export const productSubjects = ['product:created', 'product:updated', 'product:removed'] as const;

type Source = NatsMonitor & { natsUrl: string };

/** Reads every version of every product once, from all messages that NATS Streaming stores. */
export async function productVersions(source: Source): Promise<ProductVersion[]> {
  const versions = new Map<string, ProductVersion>();
  await readAll(source, productSubjects, (event) => {
    const { id, version } = event;
    const state =
      'title' in event ? { title: event.title, quantity: event.quantity } : { removed: true as const };
    versions.set(`${id} ${version}`, { id, version, ...state });
  });
  return [...versions.values()];
}

/** Reads the ids of all sessions whose end was published. */
export async function endedSessions(source: Source): Promise<string[]> {
  const ids: string[] = [];
  await readAll(source, ['session:ended'], ({ sessionIds }) => ids.push(...sessionIds));
  return ids;
}

/** Reads the ids of all users whose deletion was published. */
export async function deletedUsers(source: Source): Promise<string[]> {
  const ids: string[] = [];
  await readAll(source, ['user:deleted'], ({ id }) => ids.push(id));
  return ids;
}

/** Passes the payloads of all messages that NATS Streaming stores on some subjects. */
async function readAll<S extends Subject>(
  source: Source,
  subjects: readonly S[],
  onPayload: (data: EventData<S>) => void,
): Promise<void> {
  const last = await lastSequences(source);
  const unread = new Set<string>(subjects.filter((subject) => last.get(subject)));
  const stop = new AbortController();
  if (unread.size === 0) return;
  await withBus({ NATS_URL: source.natsUrl, CHANNEL_PREFIX: source.channelPrefix }, (bus) =>
    follow(bus, {
      subjects: [...subjects],
      from: 'first',
      onReady: () => {},
      onMessage({ subject, text, sequence }) {
        onPayload(parseMessage(subject as S, text));
        if (sequence === last.get(subject)) unread.delete(subject);
        if (unread.size === 0) stop.abort();
      },
      stop: stop.signal,
    }),
  );
}
