import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { BaseConfig } from '@ecommerce/service-kit/runtime';
import type { Request, Response } from 'express';
import { type KeyedDigest, keyedDigest } from './keyed-digest.ts';

const MAX_AGE_SECONDS = 365 * 24 * 3600;
const NONCE_BYTES = 16;
/** A browser sends one. More come from a neighbouring host that sets cookies for this one. */
const MAX_COOKIES = 4;

/** The account of a cookie. The hash of the password makes a change of password end all cookies of an account. */
export interface DeviceOwner {
  email: string;
  passwordHash: string;
}

/**
 * Cookies of browsers that have signed in to an account
 * (https://owasp.org/www-community/Slow_Down_Online_Guessing_Attacks_with_Device_Cookies). Such a cookie is no session: it
 * only exempts its browser from the limits that strangers' guesses reach. It is bound to one account and its password, and
 * names its browser by a random number.
 */
export class DeviceCookies {
  private readonly name: string;
  private readonly secure: boolean;
  private readonly sign: KeyedDigest;

  /** @param secret the same in all instances; another one makes all cookies invalid */
  constructor(secret: string, { COOKIE_SECURE }: Pick<BaseConfig, 'COOKIE_SECURE'>) {
    this.name = COOKIE_SECURE ? '__Host-device' : 'device';
    this.secure = COOKIE_SECURE;
    this.sign = keyedDigest(secret, 'device cookie');
  }

  /** Whether a request has a cookie that may be one of these. */
  isIn(req: Request): boolean {
    return this.cookiesOf(req).length > 0;
  }

  /** Returns the number of a browser that has signed in to this account; undefined for any other. */
  deviceOf(req: Request, owner: DeviceOwner): string | undefined {
    for (const cookie of this.cookiesOf(req)) {
      const [device = '', issued = '', signature = ''] = cookie.split('.');
      const ageSeconds = nowSeconds() - Number(issued);
      if (isSame(signature, this.signatureOf(owner, device, issued)) && ageSeconds <= MAX_AGE_SECONDS)
        return device;
    }
    return undefined;
  }

  /**
   * Marks the browser as one that has signed in, with a new number each time. Earlier cookies stay valid until the password
   * changes.
   */
  set(res: Response, owner: DeviceOwner): void {
    const device = randomBytes(NONCE_BYTES).toString('base64url');
    const issued = String(nowSeconds());
    res.cookie(this.name, [device, issued, this.signatureOf(owner, device, issued)].join('.'), {
      httpOnly: true,
      sameSite: 'strict',
      secure: this.secure,
      path: '/',
      maxAge: MAX_AGE_SECONDS * 1000,
    });
  }

  private signatureOf({ email, passwordHash }: DeviceOwner, device: string, issued: string): string {
    return this.sign(email, passwordHash, device, issued);
  }

  private cookiesOf(req: Request): string[] {
    const pairs = (req.headers.cookie ?? '').split(';').map((pair) => pair.trim());
    const own = pairs.filter((pair) => pair.startsWith(`${this.name}=`)).slice(0, MAX_COOKIES);
    return own.map((pair) => pair.slice(this.name.length + 1));
  }
}

const nowSeconds = () => Math.floor(Date.now() / 1000);

function isSame(text: string, expected: string): boolean {
  const [a, b] = [Buffer.from(text), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
