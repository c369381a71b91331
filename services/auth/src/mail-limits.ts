import { ApiError, placeOf, SharedRateLimit } from '@ecommerce/service-kit/http';
import type { RateCounters } from '@ecommerce/service-kit/persistence';
import type { KeyedDigest } from './keyed-digest.ts';

const PLACE_WINDOW_SECONDS = 15 * 60;
const ACCOUNT_WINDOW_SECONDS = 60 * 60;

interface Limits {
  /** Requests for a mail from one IP address within 15 minutes. */
  MAILS_PER_PLACE: number;
  /** Mails to one email address within an hour, of each cause. */
  MAILS_PER_ACCOUNT: number;
}

/** A change that sends a mail without being asked for one. */
type Change = 'sign-up' | 'password';

/**
 * Limits on the mails that callers can cause, to any email address, registered or not. Each cause has its own count, so that
 * requests of others cannot keep an owner from hearing of a change.
 */
export class MailLimits {
  private readonly digest: KeyedDigest;
  private readonly perPlace: SharedRateLimit;
  private readonly perAccount: SharedRateLimit;
  private readonly perChange: Record<Change, SharedRateLimit>;

  /** @param digest hides email and IP addresses in the names of counters */
  constructor(counters: RateCounters, digest: KeyedDigest, { MAILS_PER_PLACE, MAILS_PER_ACCOUNT }: Limits) {
    this.digest = digest;
    const limit = (name: string, limit: number, windowSeconds: number) =>
      new SharedRateLimit(counters, { name, limit, windowSeconds, error: 'too_many_mails' });
    this.perPlace = limit('mails of a place', MAILS_PER_PLACE, PLACE_WINDOW_SECONDS);
    const toAccount = (name: string) => limit(name, MAILS_PER_ACCOUNT, ACCOUNT_WINDOW_SECONDS);
    this.perAccount = toAccount('mails to an account');
    this.perChange = { 'sign-up': toAccount('mails of sign-ups'), password: toAccount('mails of passwords') };
  }

  /** @throws ApiError `too_many_mails` */
  async admitPlace(ip: string | undefined): Promise<void> {
    await this.perPlace.take(this.digest('mails of a place', placeOf(ip)));
  }

  /** @throws ApiError `too_many_mails` */
  async admitAccount(email: string): Promise<void> {
    await this.perAccount.take(this.digest('mails to an account', email));
  }

  /** Counts a requested mail to an account. @returns false if there were too many */
  allowsAccount(email: string): Promise<boolean> {
    return isAllowed(this.admitAccount(email));
  }

  /**
   * Counts the mail of a change: whoever signs up with the email address of another person could fill its mailbox.
   * @returns false if there were too many
   */
  allowsChange(change: Change, email: string): Promise<boolean> {
    return isAllowed(this.perChange[change].take(this.digest('mails to an account', email)));
  }
}

async function isAllowed(admission: Promise<void>): Promise<boolean> {
  try {
    await admission;
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'too_many_mails') return false;
    throw error;
  }
}
