import type { mongo } from 'mongoose';

/** Milliseconds between the driver's pings, and its timeout for a connection and for an answer. */
export const HEARTBEAT = { heartbeatFrequencyMS: 5000, connectTimeoutMS: 5000 };
const MAX_WAIT_SECONDS = 11;

/**
 * Calls `onStalled` once when the driver waits too long for a heartbeat. Up to version 7.9, the driver waits forever
 * after writing to a socket that has just closed, and reports a server as unavailable although it is back. This
 * concerns only servers that cannot stream topology changes and are polled instead, such as FerretDB.
 */
export function onStalledHeartbeat(client: mongo.MongoClient, onStalled: () => void): void {
  const seconds = new Map<string, number>();
  client.on('serverHeartbeatStarted', ({ connectionId }) => seconds.set(connectionId, 0));
  client.on('serverHeartbeatSucceeded', ({ connectionId }) => seconds.delete(connectionId));
  client.on('serverHeartbeatFailed', ({ connectionId }) => seconds.delete(connectionId));
  // Counted rather than measured: a paused process has not waited.
  const timer = setInterval(() => {
    for (const [server, waited] of seconds) seconds.set(server, waited + 1);
    if (Math.max(0, ...seconds.values()) <= MAX_WAIT_SECONDS) return;
    clearInterval(timer);
    onStalled();
  }, 1000).unref();
  client.on('topologyClosed', () => clearInterval(timer));
}
