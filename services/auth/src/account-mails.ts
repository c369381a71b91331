import { ApiError } from '@ecommerce/service-kit/http';
import { type AggregateStore, updateAggregate } from '@ecommerce/service-kit/persistence';
import type { Types } from 'mongoose';
import { type LinkKind, type Links, opens, userIdIn } from './links.ts';
import { newMail, type PendingMail, withMail } from './pending-mail.ts';
import type { User } from './user.ts';
import type { UserSessions } from './user-sessions.ts';

/** The error for a token that opens nothing, whatever the reason. */
export const invalidLink = (): ApiError => new ApiError('invalid_link', { field: 'token' });

type MailFields = Pick<User, 'links' | 'mails'>;

/** Stores the mails of accounts with their users, and does what the links in them are for. */
export class AccountMails {
  private readonly users: AggregateStore<User>;
  private readonly sessions: UserSessions;
  private readonly links: Links;

  constructor(users: AggregateStore<User>, sessions: UserSessions, links: Links) {
    this.users = users;
    this.sessions = sessions;
    this.links = links;
  }

  /** Builds the fields of a user that has a mail with a new link to be sent; earlier links of its kind become invalid. */
  withLink(user: { _id: Types.ObjectId } & MailFields, kind: LinkKind): Required<MailFields> {
    const mail = newMail(kind, this.now());
    const link = this.links.create(kind, user._id, mail.id, this.now());
    const due: PendingMail = { ...mail, expiresAt: link.expiresAt };
    return { links: { ...user.links, [kind]: link }, mails: withMail(user.mails, due) };
  }

  /**
   * Builds the fields of a user whose password changes: the owner gets a mail, and no link can change it again.
   * @param isMailed false if the owner got too many of these mails
   */
  withPasswordChanged(
    { links: { passwordReset: _, ...links } = {}, mails = [] }: MailFields,
    isMailed = true,
  ): Required<MailFields> {
    const others = mails.filter(({ kind }) => kind !== 'passwordReset');
    return { links, mails: isMailed ? withMail(others, newMail('passwordChanged', this.now())) : others };
  }

  /** Sends a link for choosing a new password. @param user as last read */
  async requestReset(user: User): Promise<void> {
    await updateAggregate(this.users, user, (current) => ({ set: this.withLink(current, 'passwordReset') }));
  }

  /** Returns the user whose password a link can change. @throws ApiError `invalid_link` */
  async userOfReset(token: string): Promise<User> {
    const user = await this.userOf(token);
    this.assertOpens(token, 'passwordReset', user);
    return user;
  }

  /**
   * Sets a new password with a link, and ends all sessions.
   * @param passwordHash of the new password
   * @returns the user
   * @throws ApiError `invalid_link`, for the second of two concurrent requests too
   */
  async reset(token: string, passwordHash: string): Promise<User> {
    const after = await this.sessions.change(
      await this.userOf(token),
      (_sessions, current) => {
        this.assertOpens(token, 'passwordReset', current);
        return [];
      },
      (current) => ({
        set: {
          passwordHash,
          ...this.withPasswordChanged(current),
          emailVerifiedAt: current.emailVerifiedAt ?? this.now(),
        },
      }),
    );
    if (!after) throw invalidLink();
    return after;
  }

  /** Sends a link for confirming the email address, unless it is confirmed. */
  async requestVerification(userId: string): Promise<void> {
    await updateAggregate(this.users, userId, (current) =>
      current.emailVerifiedAt ? undefined : { set: this.withLink(current, 'verification') },
    );
  }

  /** Confirms the email address with a link, which can be opened again until it expires. @throws ApiError `invalid_link` */
  async verify(token: string): Promise<void> {
    await updateAggregate(this.users, await this.userOf(token), (current) => {
      this.assertOpens(token, 'verification', current);
      return { set: { emailVerifiedAt: current.emailVerifiedAt ?? this.now() } };
    });
  }

  private assertOpens(token: string, kind: LinkKind, { links }: User): void {
    if (!opens(token, links?.[kind], this.now())) throw invalidLink();
  }

  private async userOf(token: string): Promise<User> {
    const id = userIdIn(token);
    const user = id && (await this.users.find(id));
    if (!user) throw invalidLink();
    return user;
  }

  private now(): Date {
    return this.users.clock.now();
  }
}
