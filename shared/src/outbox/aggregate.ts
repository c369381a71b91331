import { randomUUID } from 'node:crypto';
import mongoose, { type Types } from 'mongoose';
import { currentTraceparent } from '../context.ts';
import type { EventData, Subject } from '../events/contract.ts';
import { checkEvent } from '../events/message.ts';

/** An event that is stored with the state that caused it, until the relay has published it. */
export interface OutboxEntry {
  eventId: string;
  subject: Subject;
  data: object;
  occurredAt: string;
  traceparent: string;
}

/** A document whose every change is one write, its events within. */
export interface Aggregate {
  _id: Types.ObjectId;
  version: number;
  outbox: OutboxEntry[];
}

const outboxEntry = new mongoose.Schema<OutboxEntry>(
  {
    eventId: String,
    subject: String,
    data: mongoose.Schema.Types.Mixed,
    occurredAt: String,
    traceparent: String,
  },
  { _id: false },
);

/** The schema fields of an aggregate. */
export const aggregateFields = {
  version: { type: Number, required: true, default: 0 },
  outbox: { type: [outboxEntry], default: [] },
};

/** An event about to be stored; made by `draft`. */
export interface Draft {
  subject: Subject;
  data: object;
}

/** @throws z.ZodError when the payload is not what the contract says: a fault of the publisher, caught before the write */
export const draft = <S extends Subject>(subject: S, data: EventData<S>): Draft => ({
  subject,
  data: checkEvent(subject, data),
});

/** @internal */
export const toEntries = (drafts: Draft[]): OutboxEntry[] =>
  drafts.map(({ subject, data }) => ({
    eventId: randomUUID(),
    subject,
    data,
    occurredAt: new Date().toISOString(),
    traceparent: currentTraceparent(),
  }));
