import type { ParkedMessage } from '@ecommerce/shared';
import mongoose from 'mongoose';
import { databaseOf } from './config.ts';
import { Problem, UsageError } from './terminal.ts';

/** The services that take events, and so may have parked some; auth takes none. */
const consumers = ['products', 'cart', 'orders', 'payments'];

export interface ParkedIn extends ParkedMessage {
  service: string;
  /** Unique among all services: two may have parked the same message. */
  id: string;
  remove(): Promise<void>;
}

/**
 * Hands the parked messages of one service, or of all, oldest first, to `work`.
 * @throws UsageError for an unknown service; Problem when a database is away
 */
export async function withParked(
  service: string | undefined,
  env: NodeJS.ProcessEnv,
  work: (messages: ParkedIn[]) => Promise<void>,
): Promise<void> {
  if (service !== undefined && !consumers.includes(service))
    throw new UsageError(
      `There is no service ${service} that takes events; there are ${consumers.join(', ')}`,
    );
  const stores = (service ? [service] : consumers).map((name) => openStore(name, env));
  try {
    const lists = await Promise.all(stores.map((store) => store.list()));
    await work(lists.flat().sort((a, b) => a.parkedAt.getTime() - b.parkedAt.getTime()));
  } finally {
    await Promise.all(stores.map((store) => store.close()));
  }
}

function openStore(service: string, env: NodeJS.ProcessEnv) {
  const { url, name } = databaseOf(service, env);
  const client = openClient(service, url);
  const collection = client.db(name).collection<ParkedMessage>('parked');
  const list = async (): Promise<ParkedIn[]> => {
    const messages = await collection
      .find()
      .toArray()
      .catch((error: Error) => {
        throw away(service, error);
      });
    return messages.map((message) => ({
      ...message,
      service,
      id: `${service}/${message._id}`,
      remove: async () => void (await collection.deleteOne({ _id: message._id })),
    }));
  };
  return { list, close: () => client.close() };
}

function openClient(service: string, url: string) {
  try {
    return new mongoose.mongo.MongoClient(url, {
      serverSelectionTimeoutMS: 3000,
      writeConcern: { w: 'majority', journal: true },
    });
  } catch (error) {
    throw away(service, error as Error);
  }
}

const away = (service: string, error: Error): Problem =>
  new Problem(
    `The database of ${service} can't be read: ${error.message}. ` +
      `Is the shop running? MONGO_URL or MONGO_URL_${service.toUpperCase()} names another place.`,
  );
