import type { Logger } from '@ecommerce/service-kit/observability';
import { type AggregateStore, PendingWork, updateAggregate } from '@ecommerce/service-kit/persistence';
import type { Links } from './links.ts';
import { mailTexts } from './mail-texts.ts';
import { type Mailer, MailRejected } from './mailer.ts';
import { claimed, nextDueAt, type PendingMail, postponed } from './pending-mail.ts';
import type { User } from './user.ts';

/** Users whose mails are sent concurrently. */
const CONCURRENCY = 4;

interface Parts {
  users: AggregateStore<User>;
  mailer: Mailer;
  links: Links;
  log: Logger;
}

/**
 * Sends the mails that are stored with users, each at least once: a mail stays stored until the server has accepted it, and
 * is sent again with the same id and link after a crash in between. An instance claims a mail before it sends it.
 */
export const mailSender = (parts: Parts): PendingWork<User> =>
  new PendingWork(parts.users, {
    dueAt: ({ mails, deletedAt }) => (deletedAt ? null : nextDueAt(mails)),
    filter: { 'mails.id': { $exists: true } },
    work: (user) => sendDue(user, parts),
    concurrency: CONCURRENCY,
    log: parts.log,
  });

async function sendDue(user: User, parts: Parts): Promise<void> {
  const now = parts.users.clock.now();
  for (const mail of user.mails ?? [])
    if (mail.dueAt <= now && (await claim(user, mail, parts))) await attempt(user, mail, parts);
}

/** Claims a mail for an attempt. @returns false if another instance has claimed it, or it is no longer to be sent */
async function claim({ _id }: User, mail: PendingMail, { users }: Parts): Promise<boolean> {
  const { value } = await updateAggregate(users, _id, ({ mails = [] }) => {
    const isClaimable = mails.some(({ id, attempt }) => id === mail.id && attempt === mail.attempt);
    return isClaimable
      ? { set: { mails: replaced(mails, mail.id, claimed(mail, users.clock.now())) }, value: true }
      : undefined;
  });
  return value === true;
}

async function attempt(user: User, mail: PendingMail, { users, mailer, links, log }: Parts): Promise<void> {
  const fields = { userId: String(user._id), mail: mail.id, kind: mail.kind, attempt: mail.attempt };
  const finish = (change: (mail: PendingMail) => PendingMail | undefined = () => undefined) =>
    updateAggregate(users, user._id, ({ mails = [] }) => {
      const current = mails.find(({ id }) => id === mail.id);
      return current && { set: { mails: replaced(mails, mail.id, change(current)) } };
    });
  const url = urlOf(user, mail, links);
  try {
    if (mail.expiresAt <= users.clock.now()) log.error(fields, 'mail expired before it could be sent');
    else if (url !== undefined) {
      await mailer.send({ id: mail.id, to: user.email, ...mailTexts[mail.kind](url) });
      log.info(fields, 'mail sent');
    } else
      log.error(fields, 'mail dropped: its link is no longer valid, as after JWT_PRIVATE_KEY was replaced');
    await finish();
  } catch (err) {
    const isFinal = err instanceof MailRejected;
    if (isFinal) log.error({ ...fields, err }, 'mail rejected');
    else log.warn({ ...fields, err }, 'failed to send mail; will retry');
    await finish((current) => (isFinal ? undefined : postponed(current, mail.attempt, users.clock.now())));
  }
}

/** Returns the URL in a mail; undefined if its link is no longer the last one, or the secret of the links was replaced. */
function urlOf({ _id, links: stored }: User, { id, kind }: PendingMail, links: Links): string | undefined {
  if (kind === 'passwordChanged') return links.page('/forgot-password');
  return links.isCurrent(stored?.[kind], kind, _id, id) ? links.url(kind, _id, id) : undefined;
}

/** Replaces a mail, or removes it. */
const replaced = (mails: PendingMail[], id: string, next: PendingMail | undefined): PendingMail[] =>
  mails.flatMap((mail) => (mail.id === id ? (next ?? []) : mail));
