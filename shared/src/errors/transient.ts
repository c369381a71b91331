import mongoose from 'mongoose';
import { BusUnavailable } from '../bus/bus.ts';
import { Unavailable } from './errors.ts';

/** The driver's own; some have classes that it does not export. */
const DRIVER_AWAY = new Set([
  'MongoServerSelectionError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoServerClosedError',
  'MongoClientClosedError',
  'MongoPoolClosedError',
]);

/** NotWritablePrimary, InterruptedAtShutdown and their kin: the server is stopping, starting or read-only. */
const SERVER_AWAY = new Set([6, 7, 89, 91, 189, 9001, 10107, 11600, 11602, 13435, 13436]);
/** No space left on the database's disk. */
const OUT_OF_DISK = 14031;

/** A connection that broke; MongoDB's driver passes some of these on as they are. */
const CONNECTION_BROKE = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** True when a dependency is away: the same request can succeed later, unchanged. */
export function isTransient(error: unknown): boolean {
  if (error instanceof Unavailable || error instanceof BusUnavailable) return true;
  if (error instanceof mongoose.mongo.MongoNetworkError) return true;
  if (error instanceof Error && DRIVER_AWAY.has(error.name)) return true;
  if (error instanceof mongoose.mongo.MongoServerError)
    return error.code === OUT_OF_DISK || SERVER_AWAY.has(Number(error.code));
  if (error instanceof Error && 'code' in error && CONNECTION_BROKE.has(String(error.code))) return true;
  // Mongoose's own word for "not connected yet" has no class of its own.
  return error instanceof mongoose.MongooseError && /initial connection|disconnected/.test(error.message);
}
