import mongoose, { type Model } from 'mongoose';
import type { Database } from '../persistence/database.ts';
import { isDuplicateKey } from '../persistence/transient.ts';

/** The instance of the broker (one life between two restarts) whose messages a service has replayed last. */
interface BrokerInstance {
  _id: string;
  /** The server's id of that instance; stored under an older name. */
  run: string;
  /** When an instance of this service was last connected to it. */
  seenAt: Date;
  /** Until then one instance of this service replays, and the others leave it to that one. */
  claimedUntil: Date;
}

const schema = new mongoose.Schema<BrokerInstance>(
  { _id: String, run: String, seenAt: Date, claimedUntil: Date },
  { versionKey: false, collection: 'broker_runs' },
);

const _id = 'nats-streaming';
const LEASE_MS = 60_000;
const EPOCH = new Date(0);

const lease = () => ({ claimedUntil: new Date(Date.now() + LEASE_MS) });

/** Remembers in the service's own database which instance of the broker it has replayed: one document. */
export class BrokerInstances {
  private readonly model: Model<BrokerInstance>;

  constructor(database: Database) {
    this.model = database.model('BrokerRun', schema);
  }

  /** Records that this process is connected to the broker instance. @returns whether the service has replayed it */
  async isReplayed(serverId: string): Promise<boolean> {
    const { matchedCount } = await this.model.updateOne({ _id, run: serverId }, { seenAt: new Date() });
    return matchedCount > 0;
  }

  /**
   * Runs `replay` under a lease, which it renews until the end, so that one instance of the service replays.
   * @param replay gets the time at which the service was last connected to the previous broker instance. It is not called
   *   while another instance of the service replays, nor on the first broker instance ever: nothing can be missed then
   */
  async withReplayLease(serverId: string, replay: (lastSeen: Date) => Promise<void>): Promise<void> {
    const startedAt = new Date();
    const before = await this.model.findOneAndUpdate(
      { _id, run: { $ne: serverId }, claimedUntil: { $lt: startedAt } },
      lease(),
    );
    if (!before) return this.recordFirstSeen(serverId);
    const renewal = setInterval(() => this.model.updateOne({ _id }, lease()).catch(() => {}), LEASE_MS / 3);
    try {
      await replay(before.seenAt);
      await this.model.updateOne({ _id }, { run: serverId, seenAt: startedAt });
    } finally {
      clearInterval(renewal);
      await this.model.updateOne({ _id }, { claimedUntil: EPOCH });
    }
  }

  private async recordFirstSeen(serverId: string): Promise<void> {
    try {
      await this.model.create({ _id, run: serverId, seenAt: new Date(), claimedUntil: EPOCH });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
}
