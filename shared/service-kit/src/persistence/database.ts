import mongoose, { type Connection, type Model, type Schema } from 'mongoose';
import type { Logger } from '../observability/logger.ts';
import { retry } from '../runtime/retry.ts';
import { settlesWithin } from '../runtime/settles-within.ts';
import { HEARTBEAT, onStalledHeartbeat } from './mongo-heartbeat.ts';

const PING_TIMEOUT_MS = 2000;

const connectOptions = {
  ...HEARTBEAT,
  serverSelectionTimeoutMS: 3000,
  // A hanging server with open sockets must not block its callers.
  socketTimeoutMS: 10_000,
  maxPoolSize: 20,
  // Omits undefined fields instead of storing null.
  ignoreUndefined: true,
  // On a standalone server `w: 1` acknowledges from memory.
  writeConcern: { w: 'majority', journal: true },
} as const;

/** The connection of one service to its database, with its models. */
export class Database {
  readonly connection: Connection;
  private readonly url: string;
  private readonly log: Logger;
  /** False until unique indexes exist: until then two people could sign up with one email address. */
  private indexed = false;

  constructor(url: string, log: Logger) {
    this.url = url;
    this.log = log;
    const instance = new mongoose.Mongoose();
    // Without a connection a call fails immediately (503) instead of waiting in a queue; `connect` creates the indexes.
    instance.set({ bufferCommands: false, autoIndex: false, autoCreate: false });
    this.connection = instance.createConnection();
  }

  /** Adds a model, or returns the existing one of this name. */
  model<T>(name: string, schema: Schema<T>): Model<T> {
    return (this.connection.models[name] as Model<T> | undefined) ?? this.connection.model<T>(name, schema);
  }

  /**
   * Connects and creates the indexes of all models; retries until it succeeds or is aborted. Afterwards the driver
   * reconnects by itself; if it stalls, the connection is replaced.
   */
  async connect(signal?: AbortSignal): Promise<void> {
    await retry(() => this.open(signal), {
      minDelayMs: 500,
      maxDelayMs: 1000,
      signal,
      onFailedAttempt: (err, retryInMs) =>
        this.log.warn({ err, retryInMs }, 'failed to connect to MongoDB; retrying'),
    });
  }

  /** True when the database answers and has its indexes. */
  async isReady(): Promise<boolean> {
    const { db, readyState } = this.connection;
    if (!db || !this.indexed || readyState !== mongoose.ConnectionStates.connected) return false;
    return settlesWithin(db.command({ ping: 1 }), PING_TIMEOUT_MS);
  }

  async close(): Promise<void> {
    await this.connection.close();
  }

  private async open(signal?: AbortSignal): Promise<void> {
    // Closed even if it is disconnected: a late event of a closed client can make Mongoose take it for connected again, and
    // then it opens no other.
    await this.connection.close();
    await this.connection.openUri(this.url, connectOptions);
    for (const model of Object.values(this.connection.models)) await model.createIndexes();
    this.indexed = true;
    onStalledHeartbeat(this.connection.getClient(), async () => {
      this.log.warn('MongoDB heartbeat stalled; reconnecting');
      await this.connect(signal).catch(() => {});
    });
  }
}
