import mongoose from 'mongoose';
import { isUnavailable } from '../http/errors.ts';
import { BusUnavailable } from '../messaging/bus.ts';

/** Errors of the driver; it does not export the classes of some. */
const DRIVER_UNAVAILABLE = new Set([
  'MongoServerSelectionError',
  'MongoNotConnectedError',
  'MongoTopologyClosedError',
  'MongoServerClosedError',
  'MongoClientClosedError',
  'MongoPoolClosedError',
]);

/** NotWritablePrimary, InterruptedAtShutdown and the like: the server is stopping, starting or read-only. */
const SERVER_UNAVAILABLE = new Set([6, 7, 89, 91, 189, 9001, 10107, 11600, 11602, 13435, 13436]);
/** No space left on the database's disk. */
const OUT_OF_DISK = 14031;

/** A broken connection; MongoDB's driver passes some of these on unchanged. */
const CONNECTION_ERRORS = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** True when a dependency is unavailable: the same request can succeed later, unchanged. */
export function isTransient(error: unknown): boolean {
  if (isUnavailable(error) || error instanceof BusUnavailable) return true;
  if (error instanceof mongoose.mongo.MongoNetworkError) return true;
  if (error instanceof Error && DRIVER_UNAVAILABLE.has(error.name)) return true;
  if (error instanceof mongoose.mongo.MongoServerError)
    return error.code === OUT_OF_DISK || SERVER_UNAVAILABLE.has(Number(error.code));
  if (error instanceof Error && 'code' in error && CONNECTION_ERRORS.has(String(error.code))) return true;
  // Mongoose's error for "not connected yet" has no class and no code of its own.
  return error instanceof mongoose.MongooseError && /initial connection|disconnected/.test(error.message);
}

/** True for an insert that met an existing unique key. */
export const isDuplicateKey = (error: unknown): boolean =>
  error instanceof mongoose.mongo.MongoServerError && error.code === 11000;
