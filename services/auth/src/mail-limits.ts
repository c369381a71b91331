import { ApiError, placeOf, SharedRateLimit } from '@ecommerce/service-kit/http';
import type { RateCounters } from '@ecommerce/service-kit/persistence';
import type { KeyedDigest } from './keyed-digest.ts';

const PLACE_WINDOW_SECONDS = 15 * 60;
const ACCOUNT_WINDOW_SECONDS = 60 * 60;
/** Places that can each request all mails to one email address, before none can. */
const PLACES_PER_ACCOUNT = 4;

interface Limits {
  /** Requests for a mail from one IP address within 15 minutes. */
  MAILS_PER_PLACE: number;
  /** Mails to one email address within an hour, of each cause and, for requested ones, from each place. */
  MAILS_PER_ACCOUNT: number;
}

/** The causes of mails to an email address besides requests for a new password. */
type Cause = 'sign-up' | 'password' | 'verification';

/**
 * Limits on the mails that callers can cause, to any email address, registered or not. Each cause has its own count, so that
 * requests of others cannot keep an owner from hearing of a change.
 */
export class MailLimits {
  private readonly digest: KeyedDigest;
  private readonly perPlace: SharedRateLimit;
  private readonly resets: { fromOne: SharedRateLimit; fromAll: SharedRateLimit };
  private readonly perCause: Record<Cause, SharedRateLimit>;

  /** @param digest hides email and IP addresses in the names of counters */
  constructor(counters: RateCounters, digest: KeyedDigest, { MAILS_PER_PLACE, MAILS_PER_ACCOUNT }: Limits) {
    this.digest = digest;
    const limit = (name: string, limit: number, windowSeconds: number) =>
      new SharedRateLimit(counters, { name, limit, windowSeconds, error: 'too_many_mails' });
    const perHour = (name: string, mails = MAILS_PER_ACCOUNT) => limit(name, mails, ACCOUNT_WINDOW_SECONDS);
    this.perPlace = limit('mails of a place', MAILS_PER_PLACE, PLACE_WINDOW_SECONDS);
    this.resets = {
      fromOne: perHour('resets from one place'),
      fromAll: perHour('resets', MAILS_PER_ACCOUNT * PLACES_PER_ACCOUNT),
    };
    this.perCause = {
      'sign-up': perHour('mails of sign-ups'),
      password: perHour('mails of passwords'),
      verification: perHour('mails of verifications'),
    };
  }

  /** @throws ApiError `too_many_mails` */
  async admitPlace(ip: string | undefined): Promise<void> {
    await this.perPlace.take(this.digest('mails of a place', placeOf(ip)));
  }

  /** Counts a requested link for confirming an email address. @throws ApiError `too_many_mails` */
  async admitVerification(email: string): Promise<void> {
    await this.perCause.verification.take(this.digest('mails to an account', email));
  }

  /**
   * Counts a request for a new password. A browser that has signed in to the account has its own count, so that requests
   * of others cannot keep its owner from getting a link.
   * @param device number of such a browser
   * @returns false if there were too many
   */
  async allowsReset(email: string, ip: string | undefined, device?: string): Promise<boolean> {
    const from = device ?? placeOf(ip);
    if (!(await isAllowed(this.resets.fromOne.take(this.digest('resets', email, from))))) return false;
    return device !== undefined || isAllowed(this.resets.fromAll.take(this.digest('resets', email)));
  }

  /**
   * Counts the mail of a change: a person who signs up with the email address of another one could fill its mailbox.
   * @returns false if there were too many
   */
  allowsChange(cause: 'sign-up' | 'password', email: string): Promise<boolean> {
    return isAllowed(this.perCause[cause].take(this.digest('mails to an account', email)));
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
