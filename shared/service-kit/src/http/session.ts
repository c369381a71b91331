import { type SessionUser, sessionCookieName } from '@ecommerce/contracts';
import cookieSession from 'cookie-session';
import type { Request, RequestHandler } from 'express';
import type { BaseConfig } from '../runtime/config.ts';
import { clearSiteData } from './clear-site-data.ts';
import type { EndedSessions } from './ended-sessions.ts';
import { ApiError } from './errors.ts';
import { parsePublicKeys } from './session-keys.ts';
import { type SessionClaims, SessionTokens } from './session-token.ts';

declare global {
  namespace Express {
    interface Request {
      currentUser?: SessionUser;
      /** Id of the caller's session. */
      sessionId?: string;
      /** Why it is unknown whether the caller has a session. */
      sessionError?: unknown;
    }
  }
}

/** A session whose token was replaced. */
export interface RenewedSession {
  user: SessionUser;
  /** Absent if the previous token is still valid for auth. */
  token?: string;
}

/**
 * Asks auth for a new token of a session.
 * @param claims of the expired token
 * @returns undefined if the session has ended
 * @throws ApiError `unavailable`
 */
export type RenewSession = (claims: SessionClaims, req: Request) => Promise<RenewedSession | undefined>;

type SessionConfig = Pick<BaseConfig, 'JWT_PUBLIC_KEYS' | 'SESSION_MAX_AGE_SECONDS' | 'COOKIE_SECURE'>;

/**
 * Identifies callers by a token in the cookie `session`. A token lives for minutes; then the service that receives it has
 * auth renew it, which succeeds until the session ends.
 */
export class Sessions {
  private readonly tokens: SessionTokens;
  private readonly ended: EndedSessions;
  private readonly renew: RenewSession;
  private readonly isSecure: boolean;
  /** Middleware that reads and sets the cookie, which scripts cannot read; only the token in it is trusted. */
  readonly cookie: RequestHandler;

  constructor(config: SessionConfig, ended: EndedSessions, renew: RenewSession) {
    this.tokens = new SessionTokens(parsePublicKeys(config.JWT_PUBLIC_KEYS));
    this.ended = ended;
    this.renew = renew;
    this.isSecure = config.COOKIE_SECURE;
    this.cookie = cookieSession({
      name: sessionCookieName(config.COOKIE_SECURE),
      signed: false,
      httpOnly: true,
      sameSite: 'lax',
      secure: config.COOKIE_SECURE,
      maxAge: config.SESSION_MAX_AGE_SECONDS * 1000,
    });
  }

  /** Middleware that sets `req.currentUser` if the caller is signed in, and `req.sessionError` if that is unknown. */
  readonly optional: RequestHandler = async (req, _res, next) => {
    try {
      await this.identify(req);
    } catch (error) {
      req.sessionError = error;
    }
    next();
  };

  /** Middleware that rejects callers who are not signed in. */
  readonly required: RequestHandler = async (req, _res, next) => {
    await this.identify(req);
    requireUser(req);
    next();
  };

  /**
   * Checks a caller again after a body has arrived, which can take minutes.
   * @throws ApiError `not_signed_in` if the session has ended meanwhile
   */
  assertNotEnded({ sessionId }: Request): void {
    if (sessionId && this.ended.has(sessionId)) throw new ApiError('not_signed_in');
  }

  private async identify(req: Request): Promise<void> {
    const token: unknown = req.session?.jwt;
    const claims = typeof token === 'string' ? this.tokens.verify(token) : undefined;
    if (!claims || this.ended.has(claims.sid)) return;
    const isValid = claims.exp > Date.now() / 1000;
    const renewed = isValid ? undefined : await this.renew(claims, req);
    if (!isValid && !renewed) return;
    // Another service that sends the cookie of a caller has no use for a new one.
    if (renewed?.token && (req.secure || !this.isSecure)) setToken(req, renewed.token);
    const { id, email, iat } = renewed?.user ?? claims;
    req.currentUser = { id, email, iat };
    req.sessionId = claims.sid;
  }
}

/** Signs the caller in with a token, or renews it. */
export function setToken(req: Request, token: string): void {
  req.session = { jwt: token };
}

/** Deletes the caller's cookie, and what the shop's pages have stored in the browser. */
export function clearToken(req: Request): void {
  req.session = null;
  if (req.res) clearSiteData(req.res);
}

/**
 * Returns the caller.
 * @throws ApiError `not_signed_in`, or `unavailable` if it is unknown whether the caller is
 */
export function requireUser({ currentUser, sessionError }: Request): SessionUser {
  if (currentUser) return currentUser;
  throw sessionError ?? new ApiError('not_signed_in');
}
