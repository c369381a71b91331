import {
  type Aggregate,
  type AggregateStore,
  defineAggregate,
  insertAggregate,
  isDuplicateKey,
  updateAggregate,
} from '@ecommerce/service-kit/persistence';
import mongoose from 'mongoose';
import { assertFewDeclines, isRecent } from './decline-limit.ts';

interface Decline {
  /** Idempotency key of the charge, so that a repeated one counts once. */
  key: string;
  at: Date;
}

/** The declined cards of a user within 24 hours. `_id` is the user's id. */
interface UserDeclines extends Aggregate {
  declines: Decline[];
}

export const userDeclinesAggregate = defineAggregate<UserDeclines>(
  'UserDeclines',
  { declines: [new mongoose.Schema<Decline>({ key: String, at: Date }, { _id: false })] },
  { publishesEvents: false },
);

/** Counts declined cards by user, for all instances. */
export class DeclineCounter {
  private readonly store: AggregateStore<UserDeclines>;
  private readonly maxDeclines: number;

  /** @param maxDeclines of a user within 24 hours */
  constructor(store: AggregateStore<UserDeclines>, maxDeclines: number) {
    this.store = store;
    this.maxDeclines = maxDeclines;
  }

  /** @throws ApiError `too_many_declines` */
  async check(userId: string): Promise<void> {
    const user = await this.store.find(userId);
    const times = user?.declines.map(({ at }) => at) ?? [];
    assertFewDeclines(times, this.maxDeclines, this.store.clock);
  }

  /** Counts the decline of a charge. Idempotent by the charge's idempotency key. */
  async record(userId: string, key: string): Promise<void> {
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
