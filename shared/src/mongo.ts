import { setTimeout as sleep } from 'node:timers/promises';
import mongoose from 'mongoose';
import type { Logger } from './logger.ts';
import { HEARTBEAT, whenHeartbeatIsStuck } from './mongo-heartbeat.ts';

// Without a connection a call fails at once (503) instead of waiting in a queue; indexes are made on connecting.
mongoose.set({ bufferCommands: false, autoIndex: false, autoCreate: false });

/** Until then two people could sign up with one address. */
let indexed = false;

/**
 * Connects the process to its database and makes the indexes of all models; tries until it succeeds or is aborted.
 * Afterwards the driver reconnects by itself; where it is stuck, all connections are made anew.
 */
export async function connectMongo(url: string, log: Logger, abort?: AbortSignal): Promise<void> {
  while (!abort?.aborted) {
    try {
      await mongoose.connect(url, {
        ...HEARTBEAT,
        serverSelectionTimeoutMS: 3000,
        // A server that hangs with its sockets open must not hang its callers.
        socketTimeoutMS: 10_000,
        maxPoolSize: 20,
        // `w: 1` on a standalone server acks from memory.
        writeConcern: { w: 'majority', journal: true },
      });
      for (const model of Object.values(mongoose.models)) await model.createIndexes();
      indexed = true;
      whenHeartbeatIsStuck(mongoose.connection.getClient(), async () => {
        log.warn('the driver of MongoDB is stuck; connecting anew');
        await mongoose.disconnect();
        await connectMongo(url, log, abort);
      });
      return;
    } catch (error) {
      log.warn({ err: error }, 'MongoDB is not to be had yet');
      await sleep(1000, undefined, { signal: abort }).catch(() => {});
    }
  }
}

/** True when the database answers, and holds what is to be unique. */
export async function mongoAnswers(): Promise<boolean> {
  const { db } = mongoose.connection;
  if (!db || !indexed || mongoose.connection.readyState !== mongoose.ConnectionStates.connected) return false;
  const ping = db.command({ ping: 1 }).then(
    () => true,
    () => false,
  );
  return Promise.race([ping, sleep(2000, false, { ref: false })]);
}

/** True for an insert that met an existing unique key. */
export const isDuplicateKey = (error: unknown): boolean =>
  error instanceof mongoose.mongo.MongoServerError && error.code === 11000;
