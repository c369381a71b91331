import { BoundedMap } from '@ecommerce/service-kit/domain';
import type { Logger } from '@ecommerce/service-kit/observability';
import {
  type Aggregate,
  type AggregateStore,
  DocumentExpiry,
  defineAggregate,
  insertAggregate,
  isDuplicateKey,
  updateAggregate,
} from '@ecommerce/service-kit/persistence';
import type { Worker } from '@ecommerce/service-kit/runtime';
import mongoose from 'mongoose';
import { assertFewDeclines, DECLINE_WINDOW_SECONDS, isRecent } from './decline-limit.ts';

interface Decline {
  /** Idempotency key of the charge, so that a repeated one counts once. */
  key: string;
  at: Date;
}

/** The declined cards of a user within 24 hours. `_id` is the user's id. */
interface UserDeclines extends Aggregate {
  declines: Decline[];
  /** When the last of them was stored: no other change is. */
  updatedAt: Date;
}

export const userDeclinesAggregate = defineAggregate<UserDeclines>(
  'UserDeclines',
  { declines: [new mongoose.Schema<Decline>({ key: String, at: Date }, { _id: false })] },
  { publishesEvents: false },
);

/** Removes the documents of users whose last decline no longer counts. */
export const declineExpiry = ({ collection, clock }: AggregateStore<UserDeclines>, log: Logger): Worker =>
  new DocumentExpiry<UserDeclines>(collection, {
    field: 'updatedAt',
    afterSeconds: DECLINE_WINDOW_SECONDS,
    log,
    clock,
  });

/**
 * Users whose declines an instance remembers to look for; beyond them, it forgets those whose last decline was first. A few
 * hundred kB.
 */
const MAX_KNOWN_USERS = 10_000;

/**
 * Counts declined cards by user, for all instances. An instance reads the count of users only whose declines it has
 * stored since it started, so that a payment of others costs no read; each instance can exceed the limit by one.
 */
export class DeclineCounter {
  private readonly store: AggregateStore<UserDeclines>;
  private readonly maxDeclines: number;
  private readonly knownUsers = new BoundedMap<true>(MAX_KNOWN_USERS);

  /** @param maxDeclines of a user within 24 hours */
  constructor(store: AggregateStore<UserDeclines>, maxDeclines: number) {
    this.store = store;
    this.maxDeclines = maxDeclines;
  }

  /** @throws ApiError `too_many_declines` */
  async check(userId: string): Promise<void> {
    if (!this.knownUsers.has(userId)) return;
    const user = await this.store.find(userId);
    const times = user?.declines.map(({ at }) => at) ?? [];
    assertFewDeclines(times, this.maxDeclines, this.store.clock);
  }

  /** Counts the decline of a charge. Idempotent by the charge's idempotency key. */
  async record(userId: string, key: string): Promise<void> {
    this.knownUsers.set(userId, true);
    const { clock } = this.store;
    const decline = { key, at: clock.now() };
    const { outcome } = await updateAggregate(this.store, userId, ({ declines }) => {
      if (declines.some((known) => known.key === key)) return;
      return { set: { declines: [...declines.filter(({ at }) => isRecent(at, clock)), decline] } };
    });
    if (outcome === 'missing') await this.insert(userId, decline);
  }

  private async insert(userId: string, decline: Decline): Promise<void> {
    const _id = new mongoose.Types.ObjectId(userId);
    try {
      await insertAggregate(this.store, { _id, declines: [decline] });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      // Another instance has recorded the user's first decline meanwhile.
      await this.record(userId, decline.key);
    }
  }
}
