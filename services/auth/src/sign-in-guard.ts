import { ApiError, placeOf, SharedRateLimit } from '@ecommerce/service-kit/http';
import type { Counted, CountedPart, RateCounters } from '@ecommerce/service-kit/persistence';
import type { Request, Response } from 'express';
import type { DeviceCookies, DeviceOwner } from './device-cookies.ts';
import type { KeyedDigest } from './keyed-digest.ts';

const WINDOW_SECONDS = 15 * 60;
const SIGN_UP_WINDOW_SECONDS = 60 * 60;
/** The error of an attempt after too many wrong passwords, as routes document it. */
export const tooManyAttempts = new ApiError('too_many_attempts', { retryAfterSeconds: WINDOW_SECONDS });
/** Share of its guesses that a place keeps at an account that many places guess. */
const SLOWED_SHARE = 0.1;

interface Limits {
  /** Wrong passwords for one account from one place. A browser that has signed in to it has as many of its own. */
  WRONG_PASSWORDS: number;
  /** Wrong passwords from one place, for any account. */
  WRONG_PASSWORDS_PER_PLACE: number;
  /** Wrong passwords for one account from all places. Beyond them, each place has a tenth of `WRONG_PASSWORDS`. */
  WRONG_PASSWORDS_PER_ACCOUNT: number;
  SIGN_UPS_PER_PLACE: number;
}

interface Attempt<User> {
  email: string;
  /** The user with this email, as it is being read. */
  lookup: Promise<User | null>;
  req: Request;
}

/** An admitted attempt. */
interface Ticket {
  counted: Counted | CountedPart;
  /** Whether a wrong password counts for the account, as nothing shows that the owner has typed it. */
  isStranger: boolean;
}

/**
 * Limits how many passwords can be guessed. An attempt is counted before its password is judged, in counters that all
 * instances share, so that parallel guesses cannot exceed the limit of a place. Unknown emails count like known ones.
 */
export class SignInGuard {
  private readonly counters: RateCounters;
  private readonly devices: DeviceCookies;
  private readonly digest: KeyedDigest;
  private readonly limits: Limits;
  private readonly signUps: SharedRateLimit;

  /** @param digest hides emails and IP addresses in the names of counters */
  constructor(counters: RateCounters, devices: DeviceCookies, digest: KeyedDigest, limits: Limits) {
    this.counters = counters;
    this.devices = devices;
    this.digest = digest;
    this.limits = limits;
    this.signUps = new SharedRateLimit(counters, {
      name: 'sign-ups',
      limit: limits.SIGN_UPS_PER_PLACE,
      windowSeconds: SIGN_UP_WINDOW_SECONDS,
      error: 'too_many_sign_ups',
    });
  }

  /** @throws ApiError `too_many_sign_ups` if there were too many from this place, registered emails included */
  async admitSignUp(req: Request): Promise<void> {
    await this.signUps.take(this.digest('sign-ups', placeOf(req.ip)));
  }

  /**
   * Judges a password, unless there were too many wrong ones.
   * @param isCorrect judges the password; also called for an unknown email
   * @param proceed what follows a correct password, while its attempt is taken back
   * @returns the result of `proceed`; undefined if the password is wrong or the email unknown
   * @throws ApiError `too_many_attempts`, the errors of `isCorrect`, which then do not count, and those of `proceed`
   */
  async judge<User extends DeviceOwner, Result>(
    attempt: Attempt<User>,
    isCorrect: (user: User | null) => Promise<boolean>,
    proceed: (user: User) => Promise<Result>,
  ): Promise<Result | undefined> {
    // Its error is reported where the user is needed.
    attempt.lookup.catch(() => {});
    const ticket = (await this.admitDevice(attempt)) ?? (await this.admitStranger(attempt));
    const judge = async () => {
      const user = await attempt.lookup;
      return (await isCorrect(user)) ? user : null;
    };
    const user = await judge().catch(async (error: unknown) => {
      // Nothing was judged. The first error is the one to report.
      await this.counters.takeBack(ticket.counted).catch(() => {});
      throw error;
    });
    if (!user) {
      if (ticket.isStranger) await this.count('account', attempt.email);
      return undefined;
    }
    const [result] = await Promise.all([proceed(user), this.counters.clear(ticket.counted)]);
    return result;
  }

  /** Exempts the browser from what strangers guess at this account, after its owner has signed up or in, or set the password. */
  trustDevice(res: Response, owner: DeviceOwner): void {
    this.devices.set(res, owner);
  }

  /** Returns the number of a browser that has signed in to the account; undefined for any other. */
  deviceOf(req: Request, owner: DeviceOwner): string | undefined {
    return this.devices.deviceOf(req, owner);
  }

  /** Admits a browser that has signed in to the account. One that has guessed too often counts as a stranger. */
  private async admitDevice({ email, lookup, req }: Attempt<DeviceOwner>): Promise<Ticket | undefined> {
    const user = this.devices.isIn(req) ? await lookup : null;
    const device = user && this.devices.deviceOf(req, user);
    if (!device) return undefined;
    const counted = await this.count('device', email, device);
    if (counted.count > this.limits.WRONG_PASSWORDS) return undefined;
    return { counted, isStranger: false };
  }

  private async admitStranger({ email, req }: Attempt<DeviceOwner>): Promise<Ticket> {
    const [counted, wrongForAccount] = await Promise.all([
      this.countOfPlace(email, placeOf(req.ip)),
      this.counters.read(this.key('account', email), WINDOW_SECONDS),
    ]);
    if (!this.isFull(counted, wrongForAccount)) return { counted, isStranger: true };
    await this.counters.takeBack(counted);
    throw new ApiError('too_many_attempts', { retryAfterSeconds: counted.resetsInSeconds });
  }

  /**
   * Whether an attempt of a place exceeds its limit, or that for one account. The wrong passwords of all places never reject
   * it, they only lower the limit of each place; so they can be counted when a password was wrong, which saves two writes for
   * each correct one.
   */
  private isFull({ count, countOfPart }: CountedPart, wrongForAccount: number): boolean {
    const { WRONG_PASSWORDS, WRONG_PASSWORDS_PER_PLACE, WRONG_PASSWORDS_PER_ACCOUNT } = this.limits;
    const isSlowed = wrongForAccount >= WRONG_PASSWORDS_PER_ACCOUNT;
    const limit = isSlowed ? Math.ceil(WRONG_PASSWORDS * SLOWED_SHARE) : WRONG_PASSWORDS;
    return countOfPart > limit || count > WRONG_PASSWORDS_PER_PLACE;
  }

  /** Counts an attempt of a place, and of the place for one account. */
  private countOfPlace(email: string, place: string): Promise<CountedPart> {
    const part = this.digest('account and place', email, place);
    return this.counters.countPart(this.key('place', place), part, WINDOW_SECONDS);
  }

  private count(counter: string, ...of: string[]): Promise<Counted> {
    return this.counters.count(this.key(counter, ...of), WINDOW_SECONDS);
  }

  private key(counter: string, ...of: string[]): string {
    return `${counter}:${this.digest(counter, ...of)}`;
  }
}
