import { randomBytes } from 'node:crypto';
import type { LinkKind } from './links.ts';

/** The subjects of mails; those with a link are named after it. */
export type MailKind = LinkKind | 'passwordChanged';

/** A mail that is not known to be sent. */
export interface PendingMail {
  id: string;
  kind: MailKind;
  /** When it is given up. */
  expiresAt: Date;
  /** The number of the next attempt, from 1. */
  attempt: number;
  dueAt: Date;
}

const LIFETIME_MS = 24 * 3600_000;
const ID_BYTES = 16;
const MIN_DELAY_MS = 2000;
const MAX_DELAY_MS = 5 * 60_000;
/** Longer than an attempt usually takes. */
const LEASE_MS = 30_000;

/** Creates a mail that is due now. */
export const newMail = (kind: MailKind, now: Date): PendingMail => ({
  id: randomBytes(ID_BYTES).toString('base64url'),
  kind,
  expiresAt: new Date(now.getTime() + LIFETIME_MS),
  attempt: 1,
  dueAt: now,
});

/** Adds a mail, instead of one of the same kind that is not sent yet. */
export const withMail = (mails: PendingMail[] = [], added: PendingMail): PendingMail[] => [
  ...mails.filter(({ kind }) => kind !== added.kind),
  added,
];

/** Begins an attempt to send a mail, so that no other instance makes one unless this one crashes. */
export const claimed = (mail: PendingMail, now: Date): PendingMail => ({
  ...mail,
  attempt: mail.attempt + 1,
  dueAt: new Date(now.getTime() + LEASE_MS),
});

/** Postpones a mail after a failed attempt, for twice as long each time. @param attempt that failed */
export const postponed = (mail: PendingMail, attempt: number, now: Date): PendingMail => ({
  ...mail,
  dueAt: new Date(now.getTime() + Math.min(MIN_DELAY_MS * 2 ** (attempt - 1), MAX_DELAY_MS)),
});

/** Returns when the next mail is due, or null if there is none. */
export const nextDueAt = (mails: PendingMail[] = []): Date | null =>
  mails.reduce<Date | null>((first, { dueAt }) => (first && first <= dueAt ? first : dueAt), null);
