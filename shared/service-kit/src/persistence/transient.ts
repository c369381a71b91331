import mongoose from 'mongoose';
import { isUnavailable } from '../http/errors.ts';
import { BusUnavailable } from '../messaging/bus.ts';

/** Names of driver errors; the driver does not export all of their classes. */
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

/** Codes of broken connections; MongoDB's driver passes some of them on unchanged. */
const CONNECTION_ERRORS = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);

/** Whether a dependency is unavailable, so that the same request can succeed later. */
export function isTransient(error: unknown): boolean {
  if (isUnavailable(error) || error instanceof BusUnavailable) return true;
  if (error instanceof mongoose.mongo.MongoNetworkError) return true;
  if (error instanceof Error && DRIVER_UNAVAILABLE.has(error.name)) return true;
  // A bulk write wraps the error that ended it, also one that no server has sent.
  if (error instanceof mongoose.mongo.MongoServerError && error.errorResponse instanceof Error)
    return isTransient(error.errorResponse);
  if (error instanceof mongoose.mongo.MongoServerError)
    return error.code === OUT_OF_DISK || SERVER_UNAVAILABLE.has(Number(error.code));
  if (error instanceof Error && 'code' in error && CONNECTION_ERRORS.has(String(error.code))) return true;
  // Mongoose's error for a missing connection has neither a class nor a code of its own.
  return error instanceof mongoose.MongooseError && /initial connection|disconnected/.test(error.message);
}

/** Whether a write violated a unique index. */
export const isDuplicateKey = (error: unknown): boolean =>
  error instanceof mongoose.mongo.MongoServerError && error.code === 11000;

/** Performs an upsert, again if another one has inserted the document meanwhile. */
export async function retryUpsert<T>(upsert: () => Promise<T>): Promise<T> {
  try {
    return await upsert();
  } catch (error) {
    if (isDuplicateKey(error)) return upsert();
    throw error;
  }
}
