import mongoose, { type Model } from 'mongoose';
import type { Database } from '../persistence/database.ts';
import { isDuplicateKey } from '../persistence/transient.ts';

/** The broker instance (one run between two restarts) that a service replayed last. */
interface BrokerInstance {
  _id: string;
  /** Server id of the broker instance; stored under an older name. */
  run: string;
  /** When an instance of this service was last connected to the broker instance. */
  seenAt: Date;
  /** Until then only one instance of this service replays. */
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

/** Records in the service's database, in one document, which broker instance has been replayed. */
export class BrokerInstances {
  private readonly model: Model<BrokerInstance>;

  constructor(database: Database) {
    this.model = database.model('BrokerRun', schema);
  }

  /** Records a connection to the broker instance. @returns whether the service has replayed its messages */
  async isReplayed(serverId: string): Promise<boolean> {
    const { matchedCount } = await this.model.updateOne({ _id, run: serverId }, { seenAt: new Date() });
    return matchedCount > 0;
  }

  /**
   * Runs `replay` under a lease, renewed until the end, so that only one instance of the service replays.
   * @param replay receives the time at which the service was last connected to the previous broker instance. It is not
   *   called while another instance replays, nor for the first broker instance ever, when nothing can be missed
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
