import { createHash, timingSafeEqual } from 'node:crypto';
import { Types } from 'mongoose';
import { type KeyedDigest, keyedDigest } from './keyed-digest.ts';

/** The effects that links have. */
export type LinkKind = 'passwordReset' | 'verification';

/** A link that was sent to a user. */
export interface Link {
  /** SHA-256 of its token. */
  hash: string;
  expiresAt: Date;
}

const MINUTE_MS = 60_000;
/** As https://cheatsheetseries.owasp.org/cheatsheets/Forgot_Password_Cheat_Sheet.html asks for, short-lived. */
const LIFETIME_MS: Record<LinkKind, number> = {
  passwordReset: 30 * MINUTE_MS,
  verification: 24 * 60 * MINUTE_MS,
};

const PATHS: Record<LinkKind, string> = {
  passwordReset: '/reset-password',
  verification: '/verify-email',
};

/** Bytes of a user id, with which each token begins. */
const ID_BYTES = 12;
/** Bytes of the rest, a keyed digest. */
const MAC_BYTES = 32;
const TOKEN = new RegExp(`^[\\w-]{${Math.ceil(((ID_BYTES + MAC_BYTES) * 4) / 3)}}$`);

/**
 * Links that prove to have been received by mail. A user stores the hash of a token alone; the mail that waits to be sent
 * stores an id, from which only the holder of the secret can compute the token. So neither can be used by someone who
 * reads the database, and a mail that is sent again has the same link.
 */
export class Links {
  private readonly digest: KeyedDigest;
  private readonly publicUrl: string;

  /**
   * @param secret from which the tokens are derived
   * @param publicUrl URL of the shop, as browsers reach it
   */
  constructor(secret: string, publicUrl: string) {
    this.digest = keyedDigest(secret, 'links in mails');
    this.publicUrl = publicUrl.replace(/\/+$/, '');
  }

  /** Creates the link of a mail. */
  create(kind: LinkKind, userId: Types.ObjectId, mailId: string, now: Date): Link {
    const expiresAt = new Date(now.getTime() + LIFETIME_MS[kind]);
    return { hash: hashOf(this.token(kind, userId, mailId)), expiresAt };
  }

  /** Returns the URL of a link. The token is in the fragment, which browsers send to no server. */
  url(kind: LinkKind, userId: Types.ObjectId, mailId: string): string {
    return `${this.page(PATHS[kind])}#token=${this.token(kind, userId, mailId)}`;
  }

  /** Returns the URL of a page of the storefront. */
  page(path: string): string {
    return this.publicUrl + path;
  }

  /** Whether a link of a mail is still the last one of its kind. */
  isCurrent(link: Link | undefined, kind: LinkKind, userId: Types.ObjectId, mailId: string): boolean {
    return link !== undefined && isTokenOf(link, this.token(kind, userId, mailId));
  }

  private token(kind: LinkKind, userId: Types.ObjectId, mailId: string): string {
    const id = userId.toHexString();
    const mac = Buffer.from(this.digest(kind, id, mailId), 'base64url');
    return Buffer.concat([Buffer.from(id, 'hex'), mac]).toString('base64url');
  }
}

/** Returns the id of the user that a token belongs to, if the token is genuine. */
export function userIdIn(token: string): Types.ObjectId | undefined {
  if (!TOKEN.test(token)) return undefined;
  return new Types.ObjectId(Buffer.from(token, 'base64url').subarray(0, ID_BYTES).toString('hex'));
}

/** Whether a token opens a link now. */
export const opens = (token: string, link: Link | undefined, now: Date): link is Link =>
  link !== undefined && link.expiresAt > now && isTokenOf(link, token);

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');

const isTokenOf = ({ hash }: Link, token: string): boolean =>
  timingSafeEqual(Buffer.from(hash), Buffer.from(hashOf(token)));
