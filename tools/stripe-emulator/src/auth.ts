import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { StripeError } from './errors.ts';

/** Creates a middleware that requires the configured key as a bearer token. */
export const authenticate =
  (secretKey: string): RequestHandler =>
  (req, _res, next) => {
    const key = /^bearer +(.+)$/i.exec(req.get('authorization') ?? '')?.[1];
    if (!key)
      throw unauthorized(
        'You did not provide an API key. Provide it in the Authorization header: Bearer YOUR_SECRET_KEY.',
      );
    if (!timingSafeEqual(digest(key), digest(secretKey)))
      throw unauthorized(`Invalid API Key provided: ${masked(key)}`);
    next();
  };

const digest = (text: string) => createHash('sha256').update(text).digest();
const masked = (key: string) => `${key.slice(0, Math.min(8, key.length >> 1))}****`;
const unauthorized = (message: string) => new StripeError(401, { type: 'invalid_request_error', message });
