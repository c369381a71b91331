import {
  AggregateStore,
  Database,
  insertAggregate,
  updateAggregate,
} from '@ecommerce/service-kit/persistence';
import { testDatabaseUrl, testLog } from '@ecommerce/test-kit';
import mongoose from 'mongoose';
import { FailureDetector, type Timing } from '../src/persistence/failure-detector.ts';
import { OutboxRelay } from '../src/persistence/outbox-relay.ts';
import { type Counter, counterAggregate, counterEvents } from './counter.ts';
import { MemoryBus } from './memory-bus.ts';

type Method = 'insertOne' | 'findOneAndUpdate' | 'findOne' | 'bulkWrite' | 'updateOne' | 'deleteOne';

/** Persistence of one instance of a service with counters: the database is real, the broker in memory. */
export class Instance {
  readonly url: string;
  readonly bus = new MemoryBus();
  readonly database: Database;
  readonly relay: OutboxRelay;
  readonly failureDetector: FailureDetector;
  readonly counters: AggregateStore<Counter>;
  /** Commands sent to the collection of counters, in order. */
  readonly commands: string[] = [];
  /** Heartbeats sent. */
  heartbeats = 0;

  private constructor(url: string, timing: Partial<Timing>) {
    this.url = url;
    this.database = new Database(url, testLog);
    this.relay = new OutboxRelay(this.bus, testLog);
    this.failureDetector = new FailureDetector(this.database, testLog, timing);
    const { relay, failureDetector } = this;
    this.counters = new AggregateStore(counterAggregate, this.database, {
      relay,
      failureDetector,
      log: testLog,
    });
    this.database.connection.set('debug', (collection: string, method: string) => {
      if (collection === 'counters') this.commands.push(method);
      else if (method === 'findOneAndUpdate') this.heartbeats++;
    });
  }

  /** @param url database shared with another instance; a new one by default */
  static async connect(url = testDatabaseUrl(), timing: Partial<Timing> = {}): Promise<Instance> {
    const instance = new Instance(url, timing);
    await instance.database.connect();
    instance.commands.splice(0);
    instance.heartbeats = 0;
    instance.relay.start();
    return instance;
  }

  /** Stops the instance like a shutdown. */
  async stop(): Promise<void> {
    await this.relay.stop();
    await this.failureDetector.stop();
  }

  /** Stops the instance and drops its database. */
  async end(): Promise<void> {
    await this.stop();
    await this.database.connection.dropDatabase();
    await this.database.close();
  }

  /** Creates a counter, by default with an event. */
  newCounter(events = counterEvents): Promise<Counter> {
    return insertAggregate(this.counters, { count: 0 }, events);
  }

  /** Increments a counter, by default with an event. */
  increment(target: Counter | Counter['_id'], events = counterEvents) {
    return updateAggregate(this.counters, target, ({ count }) => ({ set: { count: count + 1 }, events }));
  }

  /** Versions of counters in the published events, in order. */
  get versions(): number[] {
    return this.bus.published.map(({ version }) => version);
  }

  async outboxOf({ _id }: Pick<Counter, '_id'>): Promise<number[] | undefined> {
    const counter = await this.counters.model.findById(_id).lean();
    return counter?.outbox.map(({ data }) => (data as { version: number }).version);
  }

  /** Counts the instances with heartbeats. */
  async entries(): Promise<number> {
    const heartbeats = await this.database.connection
      .collection<{ _id: string; counts: object }>('instances')
      .findOne({ _id: 'heartbeats' });
    return Object.keys(heartbeats?.counts ?? {}).length;
  }

  /** Performs the next call of a method and loses its answer. */
  loseAnswer(method: Method): void {
    this.replaceOnce(method, async (call) => {
      await call();
      throw new mongoose.mongo.MongoNetworkError('connection closed');
    });
  }

  /** Performs the next call of a method and delays its answer until `release`. */
  holdAnswer(method: Method): { performed: Promise<void>; release: () => void } {
    const [performed, released] = [gate(), gate()];
    this.replaceOnce(method, async (call) => {
      const answer = await call();
      performed.open();
      await released.opened;
      return answer;
    });
    return { performed: performed.opened, release: released.open };
  }

  /** Rejects all heartbeats until `end`, as when the database is stalled. */
  stallHeartbeats(): { end: () => void } {
    const { collection } = this.database.connection.model('Instance');
    Reflect.set(collection, 'findOneAndUpdate', async () => {
      throw new mongoose.mongo.MongoNetworkTimeoutError('connection timed out');
    });
    return { end: () => void Reflect.deleteProperty(collection, 'findOneAndUpdate') };
  }

  /** Replaces the next call of a method by `around`, which receives the original call. */
  replaceOnce(method: Method, around: (call: () => Promise<unknown>) => Promise<unknown>): void {
    const { collection } = this.counters;
    Reflect.set(collection, method, (...args: unknown[]) => {
      // Restores the method of the prototype.
      Reflect.deleteProperty(collection, method);
      return around(() => Reflect.apply(Reflect.get(collection, method), collection, args));
    });
  }
}

/** Creates a promise that the test resolves. */
export function gate(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
