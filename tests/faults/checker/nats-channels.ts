interface Channel {
  name: string;
  last_seq: number;
  subscriptions?: { queue_name?: string; last_sent: number; pending_count: number }[];
}

/** The monitoring endpoint of NATS Streaming and the prefix of the shop's channels. */
export interface NatsMonitor {
  monitorUrl: string;
  channelPrefix: string;
}

/** The shop's channels, with the prefix removed from their names. */
async function channelsOf({ monitorUrl, channelPrefix }: NatsMonitor): Promise<Channel[]> {
  const response = await fetch(`${monitorUrl}/streaming/channelsz?subs=1&limit=10000`);
  const { channels } = (await response.json()) as { channels: Channel[] };
  return channels
    .filter(({ name }) => name.startsWith(channelPrefix))
    .map((channel) => ({ ...channel, name: channel.name.slice(channelPrefix.length) }));
}

/** The sequence number of the last message, by subject. */
export const lastSequences = async (monitor: NatsMonitor): Promise<Map<string, number>> =>
  new Map((await channelsOf(monitor)).map(({ name, last_seq }) => [name, last_seq]));

/** Lists the queue groups that receive a subject, by the names of their services, sorted. */
export async function queueGroups(monitor: NatsMonitor, subject: string): Promise<string[]> {
  const channel = (await channelsOf(monitor)).find(({ name }) => name === subject);
  // The monitor calls a durable group "durable name:group".
  const groups = channel?.subscriptions?.flatMap(({ queue_name }) => queue_name?.split(':').at(-1) ?? []);
  return [...new Set(groups)].sort();
}

/** Lists the queue groups that still have messages to receive or to acknowledge. */
export async function undelivered(monitor: NatsMonitor): Promise<string[]> {
  return (await channelsOf(monitor)).flatMap(({ name, last_seq, subscriptions = [] }) => {
    const groups = new Set(subscriptions.flatMap(({ queue_name }) => queue_name ?? []));
    return [...groups].flatMap((group) => {
      const members = subscriptions.filter(({ queue_name }) => queue_name === group);
      const unacked = members.reduce((sum, { pending_count }) => sum + pending_count, 0);
      const unsent = last_seq - Math.max(...members.map(({ last_sent }) => last_sent));
      return unacked + unsent > 0 ? [`${group} ${name}: ${unsent} unsent, ${unacked} unacked`] : [];
    });
  });
}
