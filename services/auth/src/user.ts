import type { Account, User as UserView } from '@ecommerce/contracts';
import { type Aggregate, type AggregateStore, defineAggregate } from '@ecommerce/service-kit/persistence';
import mongoose from 'mongoose';
import type { Link, LinkKind } from './links.ts';
import type { PendingMail } from './pending-mail.ts';
import type { Session } from './session.ts';

export interface User extends Aggregate {
  /** Of a deleted user, a text that is no email address. */
  email: string;
  passwordHash: string;
  /** Sorted by when they began. They are part of the user, so that one write ends them with their event. */
  sessions: Session[];
  /** When its owner opened a link that was sent to the email address. */
  emailVerifiedAt?: Date | null;
  /** The last link of each kind that was sent to the user; earlier ones are not valid. */
  links?: Partial<Record<LinkKind, Link>>;
  /** Mails to send. They are part of the user, so that one write makes a change and its mail. */
  mails?: PendingMail[];
  createdAt: Date;
  updatedAt: Date;
}

const session = new mongoose.Schema<Session>(
  { id: String, createdAt: Date, lastSeenAt: Date, device: String },
  { _id: false },
);

const pendingMail = new mongoose.Schema<PendingMail>(
  { id: String, kind: String, expiresAt: Date, attempt: Number, dueAt: Date },
  { _id: false },
);

export const userAggregate = defineAggregate<User>(
  'User',
  {
    email: { type: String, required: true },
    passwordHash: { type: String, required: true },
    sessions: { type: [session], default: [] },
    emailVerifiedAt: Date,
    links: mongoose.Schema.Types.Mixed,
    mails: { type: [pendingMail], default: [] },
  },
  {
    indexes: [
      [{ email: 1 }, { unique: true }],
      [{ 'mails.id': 1 }, { sparse: true }],
    ],
    isDeletable: true,
  },
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

/** Formats the account of a user as the API returns it. */
export const presentAccount = (user: User): Account => ({
  ...present(user),
  emailVerified: Boolean(user.emailVerifiedAt),
  // Users stored before sessions existed may have no time.
  createdAt: (user.createdAt ?? user._id.getTimestamp()).toISOString(),
});
