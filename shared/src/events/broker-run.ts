import mongoose from 'mongoose';
import { isDuplicateKey } from '../mongo.ts';

/** The server's run that a service has read last: one document, in its own database. */
interface BrokerRun {
  _id: string;
  run: string;
  /** When one of its replicas was last connected to it. */
  seenAt: Date;
  /** Until then one replica reads; the others leave it to that one. */
  claimedUntil: Date;
}

const schema = new mongoose.Schema<BrokerRun>(
  { _id: String, run: String, seenAt: Date, claimedUntil: Date },
  { versionKey: false, collection: 'broker_runs' },
);

export const BrokerRun = mongoose.model('BrokerRun', schema);

const _id = 'nats-streaming';
const CLAIM_MS = 60_000;
const NEVER = new Date(0);

const claimed = () => ({ claimedUntil: new Date(Date.now() + CLAIM_MS) });

/** Notes that this replica is connected to this run. @returns whether the service has read it */
export async function isRead(run: string): Promise<boolean> {
  const { matchedCount } = await BrokerRun.updateOne({ _id, run }, { seenAt: new Date() });
  return matchedCount > 0;
}

/**
 * Makes this replica the one that reads another run than the one before, for as long as `read` takes.
 * @param read is told when the service was last seen with the run before. It is not called while another replica reads,
 *   nor at the first run of all: there is nothing that could have been missed
 */
export async function readOnce(run: string, read: (lastSeen: Date) => Promise<void>): Promise<void> {
  const begin = new Date();
  const before = await BrokerRun.findOneAndUpdate(
    { _id, run: { $ne: run }, claimedUntil: { $lt: begin } },
    claimed(),
  );
  if (!before) return meet(run);
  const renewing = setInterval(() => BrokerRun.updateOne({ _id }, claimed()).catch(() => {}), CLAIM_MS / 3);
  try {
    await read(before.seenAt);
    await BrokerRun.updateOne({ _id }, { run, seenAt: begin });
  } finally {
    clearInterval(renewing);
    await BrokerRun.updateOne({ _id }, { claimedUntil: NEVER });
  }
}

async function meet(run: string): Promise<void> {
  try {
    await BrokerRun.create({ _id, run, seenAt: new Date(), claimedUntil: NEVER });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}
