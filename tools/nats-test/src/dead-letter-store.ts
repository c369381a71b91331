import { DEAD_LETTER_COLLECTION, type DeadLetter } from '@ecommerce/service-kit/messaging';
import mongoose from 'mongoose';
import { databaseOf, databaseVariable } from './config.ts';
import { consumers } from './consumers.generated.ts';
import { UsageError, UserError } from './terminal.ts';

export interface StoredDeadLetter extends DeadLetter {
  service: string;
  /** Includes the service, because several services may have a dead letter of the same message. */
  id: string;
  remove(): Promise<void>;
}

/**
 * Runs `work` with the dead letters of one service, or of all, oldest first.
 * @throws UsageError for an unknown service; UserError if a database is unavailable
 */
export async function withDeadLetters(
  service: string | undefined,
  env: NodeJS.ProcessEnv,
  work: (letters: StoredDeadLetter[]) => Promise<void>,
): Promise<void> {
  if (service !== undefined && !consumers.includes(service))
    throw new UsageError(`${service} is not a service with events. Choose from: ${consumers.join(', ')}`);
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
  const collection = client.db(name).collection<DeadLetter>(DEAD_LETTER_COLLECTION);
  const list = async (): Promise<StoredDeadLetter[]> => {
    const letters = await collection
      .find()
      .toArray()
      .catch((error: Error) => {
        throw databaseUnavailable(service, error);
      });
    return letters.map((letter) => ({
      ...letter,
      service,
      id: `${service}/${letter._id}`,
      remove: async () => void (await collection.deleteOne({ _id: letter._id })),
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
    throw databaseUnavailable(service, error as Error);
  }
}

const databaseUnavailable = (service: string, error: Error): UserError =>
  new UserError(
    `Could not read the database of ${service}: ${error.message}. ` +
      `Start the shop, or set MONGO_URL or ${databaseVariable(service)} to use another database.`,
  );
