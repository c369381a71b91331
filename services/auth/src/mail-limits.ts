import { ApiError, placeOf, SharedRateLimit } from '@ecommerce/service-kit/http';
import type { RateCounters } from '@ecommerce/service-kit/persistence';
import type { KeyedDigest } from './keyed-digest.ts';

const PLACE_WINDOW_SECONDS = 15 * 60;
const ACCOUNT_WINDOW_SECONDS = 60 * 60;

interface Limits {
  /** Requests for a mail from one IP address within 15 minutes. */
  MAILS_PER_PLACE: number;
  /** Requested mails to one email address within an hour. */
  MAILS_PER_ACCOUNT: number;
}

/** Limits on the mails that callers can request, for any email address, registered or not. */
export class MailLimits {
  private readonly digest: KeyedDigest;
  private readonly perPlace: SharedRateLimit;
  private readonly perAccount: SharedRateLimit;

  /** @param digest hides email and IP addresses in the names of counters */
  constructor(counters: RateCounters, digest: KeyedDigest, { MAILS_PER_PLACE, MAILS_PER_ACCOUNT }: Limits) {
    this.digest = digest;
    const limit = (name: string, limit: number, windowSeconds: number) =>
      new SharedRateLimit(counters, { name, limit, windowSeconds, error: 'too_many_mails' });
    this.perPlace = limit('mails of a place', MAILS_PER_PLACE, PLACE_WINDOW_SECONDS);
    this.perAccount = limit('mails to an account', MAILS_PER_ACCOUNT, ACCOUNT_WINDOW_SECONDS);
  }

  /** @throws ApiError `too_many_mails` */
  async admitPlace(ip: string | undefined): Promise<void> {
    await this.perPlace.take(this.digest('mails of a place', placeOf(ip)));
  }

  /** @throws ApiError `too_many_mails` */
  async admitAccount(email: string): Promise<void> {
    await this.perAccount.take(this.digest('mails to an account', email));
  }

  /** Counts a mail to an account. @returns false if there were too many */
  async allowsAccount(email: string): Promise<boolean> {
    try {
      await this.admitAccount(email);
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.code === 'too_many_mails') return false;
      throw error;
    }
  }
}
