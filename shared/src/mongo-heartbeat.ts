import type { mongo } from 'mongoose';

/** How often the driver asks whether the server is there, and how long it waits for a connection, then for an answer. */
export const HEARTBEAT = { heartbeatFrequencyMS: 5000, connectTimeoutMS: 5000 };
const LONGEST_SECONDS = 11;

/**
 * Acts once when the driver waits for a server longer than it ever should. Up to 7.9 it waits for ever where it asks on
 * a socket that has just closed, and takes a server for away that is long back: a write to such a socket is neither
 * done nor refused. Only servers that can't tell of changes themselves are asked that way, FerretDB for one.
 */
export function whenHeartbeatIsStuck(client: mongo.MongoClient, act: () => void): void {
  const seconds = new Map<string, number>();
  client.on('serverHeartbeatStarted', ({ connectionId }) => seconds.set(connectionId, 0));
  client.on('serverHeartbeatSucceeded', ({ connectionId }) => seconds.delete(connectionId));
  client.on('serverHeartbeatFailed', ({ connectionId }) => seconds.delete(connectionId));
  // Counted rather than measured: a process that was paused for long has only been away itself.
  const timer = setInterval(() => {
    for (const [server, waited] of seconds) seconds.set(server, waited + 1);
    if (Math.max(0, ...seconds.values()) <= LONGEST_SECONDS) return;
    clearInterval(timer);
    act();
  }, 1000).unref();
  client.on('topologyClosed', () => clearInterval(timer));
}
