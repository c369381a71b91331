import { createSecretKey, type KeyObject } from 'node:crypto';
import { SessionUser, type User } from '@ecommerce/contracts';
import cookieSession from 'cookie-session';
import type { Request, RequestHandler } from 'express';
import jwt from 'jsonwebtoken';
import type { BaseConfig } from '../runtime/config.ts';
import { ApiError } from './errors.ts';

declare global {
  namespace Express {
    interface Request {
      currentUser?: SessionUser;
    }
  }
}

/** Sessions of signed-in users: a JWT in the cookie `session`. */
export class Sessions {
  private readonly key: KeyObject;
  private readonly maxAgeSeconds: number;
  /** Middleware that reads and sets the cookie, which scripts cannot read; only the token in it is trusted. */
  readonly cookie: RequestHandler;

  constructor(config: Pick<BaseConfig, 'JWT_KEY' | 'SESSION_MAX_AGE_SECONDS' | 'COOKIE_SECURE'>) {
    // Created once, because jsonwebtoken would convert a string at every call.
    this.key = createSecretKey(Buffer.from(config.JWT_KEY));
    this.maxAgeSeconds = config.SESSION_MAX_AGE_SECONDS;
    this.cookie = cookieSession({
      name: 'session',
      signed: false,
      httpOnly: true,
      sameSite: 'lax',
      secure: config.COOKIE_SECURE,
      maxAge: this.maxAgeSeconds * 1000,
    });
  }

  /** Middleware that sets `req.currentUser` from a valid token that has not expired. */
  readonly currentUser: RequestHandler = (req, _res, next) => {
    const token: unknown = req.session?.jwt;
    if (typeof token === 'string') req.currentUser = this.verify(token);
    next();
  };

  /** Signs the caller in. */
  start(req: Request, { id, email }: User): void {
    req.session = { jwt: jwt.sign({ id, email }, this.key, { algorithm: 'HS256' }) };
  }

  /** Signs the caller out. */
  end(req: Request): void {
    req.session = null;
  }

  private verify(token: string): SessionUser | undefined {
    try {
      const options = { algorithms: ['HS256' as const], maxAge: this.maxAgeSeconds };
      return SessionUser.parse(jwt.verify(token, this.key, options));
    } catch {
      return undefined;
    }
  }
}

/** Middleware that rejects callers who are not signed in. */
export const requireAuth: RequestHandler = (req, _res, next) => {
  if (!req.currentUser) throw new ApiError('not_signed_in');
  next();
};
