import mongoose from 'mongoose';
import type { Delivery } from '../bus/bus.ts';

/** A message that its consumer could not take, kept with the reason until someone replays it. */
export interface ParkedMessage {
  /** `<subject>#<sequence>` */
  _id: string;
  subject: string;
  text: string;
  error: string;
  deliveries: number;
  parkedAt: Date;
}

const schema = new mongoose.Schema<ParkedMessage>(
  {
    _id: String,
    subject: String,
    text: String,
    error: String,
    deliveries: Number,
    parkedAt: Date,
  },
  { versionKey: false, collection: 'parked' },
);

export const Parked = mongoose.model('Parked', schema);

/** Keeps the message in the service's own database. Safe to repeat. */
export async function park(delivery: Delivery, error: unknown): Promise<void> {
  const { subject, text, sequence, deliveries } = delivery;
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const set = { subject, text, error: reason.slice(0, 2000), deliveries, parkedAt: new Date() };
  await Parked.updateOne({ _id: `${subject}#${sequence}` }, { $set: set }, { upsert: true });
}
