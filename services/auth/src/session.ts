import { randomBytes } from 'node:crypto';
import type { Session as SessionView } from '@ecommerce/contracts';

/** One sign-in of a user. Its end is the end of this record. */
export interface Session {
  id: string;
  createdAt: Date;
  /** When it last got a token. */
  lastSeenAt: Date;
  /** The User-Agent of the sign-in. */
  device: string;
}

/** Limits of sessions, in seconds. */
export interface SessionLimits {
  /** Without use. */
  idle: number;
  /** Since the sign-in. */
  age: number;
}

/** More sign-ins end the session that was used least recently. */
const MAX_SESSIONS = 50;
/** Characters. */
const MAX_DEVICE_LENGTH = 200;
/** As many as https://cheatsheetseries.owasp.org/cheatsheets/Session_Management_Cheat_Sheet.html asks for, twice. */
const ID_BYTES = 16;

/** Begins a session. @param device the User-Agent of the request */
export const newSession = (now: Date, device = ''): Session => ({
  id: randomBytes(ID_BYTES).toString('base64url'),
  createdAt: now,
  lastSeenAt: now,
  device: device.slice(0, MAX_DEVICE_LENGTH),
});

export const expiryOf = ({ createdAt, lastSeenAt }: Session, { idle, age }: SessionLimits): Date =>
  new Date(Math.min(lastSeenAt.getTime() + idle * 1000, createdAt.getTime() + age * 1000));

/** Returns the sessions that have not expired. */
export const liveSessions = (sessions: Session[], limits: SessionLimits, now: Date): Session[] =>
  sessions.filter((session) => expiryOf(session, limits) > now);

/** Adds a session. @returns at most `MAX_SESSIONS`, without those used least recently */
export function withSession(sessions: Session[], added: Session): Session[] {
  const byUse = [...sessions].sort((a, b) => b.lastSeenAt.getTime() - a.lastSeenAt.getTime());
  const kept = new Set(byUse.slice(0, MAX_SESSIONS - 1));
  return [...sessions.filter((session) => kept.has(session)), added];
}

/** Formats a session as the API returns it. */
export const presentSession = (session: Session, limits: SessionLimits, currentId?: string): SessionView => ({
  id: session.id,
  device: session.device,
  createdAt: session.createdAt.toISOString(),
  lastSeenAt: session.lastSeenAt.toISOString(),
  expiresAt: expiryOf(session, limits).toISOString(),
  current: session.id === currentId,
});
