import cookieSession from 'cookie-session';
import type { Request, RequestHandler, Response } from 'express';
import jwt from 'jsonwebtoken';
import type { BaseConfig } from '../config.ts';
import { SessionUser, type User } from '../contracts/user.ts';
import { NotAuthorized } from '../errors/errors.ts';

type SessionConfig = Pick<BaseConfig, 'JWT_KEY' | 'SESSION_MAX_AGE_SECONDS' | 'COOKIE_SECURE'>;

declare global {
  namespace Express {
    interface Request {
      currentUser?: SessionUser;
    }
  }
}

/** The cookie `session`, readable for the browser but not for its scripts; the token within is what is trusted. */
export const sessionCookie = (config: SessionConfig): RequestHandler =>
  cookieSession({
    name: 'session',
    signed: false,
    httpOnly: true,
    sameSite: 'lax',
    secure: config.COOKIE_SECURE,
    maxAge: config.SESSION_MAX_AGE_SECONDS * 1000,
  });

/** Sets `req.currentUser` when the cookie holds a token that is ours and not too old. */
export const currentUser =
  (config: SessionConfig): RequestHandler =>
  (req, _res, next) => {
    const token: unknown = req.session?.jwt;
    if (typeof token === 'string') req.currentUser = readToken(token, config);
    next();
  };

function readToken(token: string, config: SessionConfig): SessionUser | undefined {
  try {
    const payload = jwt.verify(token, config.JWT_KEY, {
      algorithms: ['HS256'],
      maxAge: config.SESSION_MAX_AGE_SECONDS,
    });
    return SessionUser.parse(payload);
  } catch {
    return undefined;
  }
}

/** Signs the caller in. */
export function startSession(req: Request, user: User, config: SessionConfig): void {
  req.session = { jwt: signToken(user, config.JWT_KEY) };
}

/** Signs the caller out. */
export function endSession(req: Request): void {
  req.session = null;
}

/** The session's token, stamped with the time of now. */
export const signToken = (user: User, key: string): string =>
  jwt.sign({ id: user.id, email: user.email }, key, { algorithm: 'HS256' });

/** The caller. @throws NotAuthorized when nobody is signed in */
export function requireUser(req: Request): SessionUser {
  if (!req.currentUser) throw new NotAuthorized();
  return req.currentUser;
}

/** Lets only signed-in callers through. */
export const requireAuth: RequestHandler = (req: Request, _res: Response, next) => {
  requireUser(req);
  next();
};
