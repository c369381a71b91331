import type { EndedSessions, RenewedSession, SessionClaims } from '@ecommerce/service-kit/http';
import {
  type AggregateStore,
  type Decision,
  event,
  updateAggregate,
} from '@ecommerce/service-kit/persistence';
import { expiryOf, liveSessions, newSession, type Session, type SessionLimits } from './session.ts';
import type { TokenIssuer } from './token-issuer.ts';
import { present, type User } from './user.ts';

/** A renewal within this time of the last one writes nothing: a page sends several requests at once. */
const MIN_WRITE_INTERVAL_MS = 60_000;

/** Begins, renews and ends the sessions of users. */
export class UserSessions {
  readonly limits: SessionLimits;
  private readonly users: AggregateStore<User>;
  private readonly issuer: TokenIssuer;
  private readonly ended: EndedSessions;

  constructor(users: AggregateStore<User>, issuer: TokenIssuer, limits: SessionLimits, ended: EndedSessions) {
    this.users = users;
    this.issuer = issuer;
    this.limits = limits;
    this.ended = ended;
  }

  /** Returns the sessions of a user that have not expired. */
  async list(userId: string): Promise<Session[]> {
    const user = await this.users.find(userId);
    return user ? this.liveOf(user) : [];
  }

  /** Returns the sessions of a user, as last read, that have not expired. */
  liveOf({ sessions }: User): Session[] {
    return liveSessions(sessions, this.limits, this.now());
  }

  /** Creates a session, to be stored with its user. @param device the User-Agent of the request */
  create(device: string | undefined): Session {
    return newSession(this.now(), device);
  }

  /** Signs the first token of a stored session. */
  tokenOf(user: User, session: Session): string {
    return this.issuer.issue(present(user), session.id, this.now(), expiryOf(session, this.limits)).token;
  }

  /**
   * Changes the sessions of a user, and publishes the end of those that `change` removes.
   * @param user as last read, or the id
   * @param change returns the new sessions, or undefined to change nothing; it may throw
   * @param more returns what the same write changes and publishes
   * @returns the user; null if it does not exist
   */
  async change(
    user: User | string,
    change: (sessions: Session[], user: User) => Session[] | undefined,
    more: (current: User) => Omit<Decision<User, undefined>, 'value'> = () => ({}),
  ): Promise<User | null> {
    const { before, after } = await updateAggregate(this.users, user, (current) => {
      const live = this.liveOf(current);
      const sessions = change(live, current);
      if (!sessions) return;
      const sessionIds = endedIds(live, sessions);
      const ended =
        sessionIds.length > 0 ? [event('session:ended', { userId: String(current._id), sessionIds })] : [];
      const { set, events = () => [], ...rest } = more(current);
      return { ...rest, set: { ...set, sessions }, events: (after) => [...ended, ...events(after)] };
    });
    // Other instances follow the event. This one knows at once, even while the broker is unavailable.
    if (after) this.ended.add(endedIds(before.sessions, after.sessions));
    return after;
  }

  /** Ends the sessions of a user, as last read or by id, that `isEnded` selects. */
  async end(user: User | string, isEnded: (session: Session) => boolean): Promise<void> {
    await this.change(user, (sessions) =>
      sessions.some(isEnded) ? sessions.filter((session) => !isEnded(session)) : undefined,
    );
  }

  /** Signs a new token of a session. @returns undefined if the session has ended */
  async renew({ id, sid }: SessionClaims): Promise<RenewedSession | undefined> {
    let user = await this.users.find(id);
    const session = user && this.liveOf(user).find((one) => one.id === sid);
    if (!user || !session) return undefined;
    let seen = session;
    if (this.now().getTime() - session.lastSeenAt.getTime() >= MIN_WRITE_INTERVAL_MS) {
      seen = { ...session, lastSeenAt: this.now() };
      user = await this.change(user, (sessions) => sessions.map((one) => (one.id === sid ? seen : one)));
      if (!user?.sessions.some((one) => one.id === sid)) return undefined;
    }
    return this.issuer.issue(present(user), sid, this.now(), expiryOf(seen, this.limits));
  }

  private now(): Date {
    return this.users.clock.now();
  }
}

const endedIds = (before: Session[], after: Session[]): string[] =>
  before.filter(({ id }) => after.every((one) => one.id !== id)).map(({ id }) => id);
