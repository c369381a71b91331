import mongoose, { type Model } from 'mongoose';
import type { Database } from '../persistence/database.ts';
import type { Delivery } from './bus.ts';

/** A message that its listener could not handle, kept with the error until it is replayed. */
export interface DeadLetter {
  /** `<subject>#<sequence>` */
  _id: string;
  subject: string;
  text: string;
  error: string;
  deliveries: number;
  /** When the message was moved here; stored under an older name. */
  parkedAt: Date;
}

/** Keeps its first name until a migration renames it. */
export const DEAD_LETTER_COLLECTION = 'parked';

const schema = new mongoose.Schema<DeadLetter>(
  { _id: String, subject: String, text: String, error: String, deliveries: Number, parkedAt: Date },
  { versionKey: false, collection: DEAD_LETTER_COLLECTION },
);

/** The dead letters of one service, in its own database. */
export class DeadLetters {
  private readonly model: Model<DeadLetter>;

  constructor(database: Database) {
    this.model = database.model('DeadLetter', schema);
  }

  /** Moves a message to the dead letters. Idempotent. */
  async deadLetter({ subject, text, sequence, deliveries }: Delivery, error: unknown): Promise<void> {
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    const set = { subject, text, error: reason.slice(0, 2000), deliveries, parkedAt: new Date() };
    await this.model.updateOne({ _id: `${subject}#${sequence}` }, { $set: set }, { upsert: true });
  }

  async count(): Promise<number> {
    return this.model.countDocuments();
  }
}
