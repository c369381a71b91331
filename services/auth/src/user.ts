import type { User as UserView } from '@ecommerce/contracts';
import { type Aggregate, type AggregateStore, defineAggregate } from '@ecommerce/service-kit/persistence';
import mongoose from 'mongoose';
import type { Session } from './session.ts';

export interface User extends Aggregate {
  email: string;
  passwordHash: string;
  /** Sorted by when they began. They are part of the user, so that one write ends them with their event. */
  sessions: Session[];
  createdAt: Date;
  updatedAt: Date;
}

const session = new mongoose.Schema<Session>(
  { id: String, createdAt: Date, lastSeenAt: Date, device: String },
  { _id: false },
);

export const userAggregate = defineAggregate<User>(
  'User',
  {
    email: { type: String, required: true },
    passwordHash: { type: String, required: true },
    sessions: { type: [session], default: [] },
  },
  { indexes: [[{ email: 1 }, { unique: true }]] },
);

/** Finds a user by email address. */
export async function findByEmail(users: AggregateStore<User>, email: string): Promise<User | null> {
  const user = await users.collection.findOne<User>({ email });
  if (!user || user.version !== undefined) return user;
  // Stored before sessions existed.
  const { _id } = user;
  const added = { version: 0, outbox: [], sessions: [] };
  await users.collection.updateOne({ _id, version: { $exists: false } }, { $set: added });
  return users.find(_id);
}

/** Formats a user as the API returns it. */
export const present = ({ _id, email }: User): UserView => ({ id: String(_id), email });
