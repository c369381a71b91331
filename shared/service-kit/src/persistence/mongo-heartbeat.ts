import type { mongo } from 'mongoose';

/** How often the driver pings the server, and how long it waits for a connection, then for an answer. */
export const HEARTBEAT = { heartbeatFrequencyMS: 5000, connectTimeoutMS: 5000 };
const MAX_WAIT_SECONDS = 11;

/**
 * Calls `onStalled` once when the driver waits for a heartbeat longer than it ever should. Up to 7.9 it waits forever
 * where it writes to a socket that has just closed, and takes a server for unavailable that is long back. Only servers
 * that cannot stream topology changes are polled that way, FerretDB for one.
 */
export function onStalledHeartbeat(client: mongo.MongoClient, onStalled: () => void): void {
  const seconds = new Map<string, number>();
  client.on('serverHeartbeatStarted', ({ connectionId }) => seconds.set(connectionId, 0));
  client.on('serverHeartbeatSucceeded', ({ connectionId }) => seconds.delete(connectionId));
  client.on('serverHeartbeatFailed', ({ connectionId }) => seconds.delete(connectionId));
  // Counted rather than measured: a process that was paused has not waited.
  const timer = setInterval(() => {
    for (const [server, waited] of seconds) seconds.set(server, waited + 1);
    if (Math.max(0, ...seconds.values()) <= MAX_WAIT_SECONDS) return;
    clearInterval(timer);
    onStalled();
  }, 1000).unref();
  client.on('topologyClosed', () => clearInterval(timer));
}
