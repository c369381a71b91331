import { createHash, timingSafeEqual } from 'node:crypto';
import type { RequestHandler } from 'express';
import { StripeError } from './objects.ts';

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Lets the configured key in, as a bearer or, like Stripe, as the user name of basic authentication. */
export const authenticate =
  (secretKey: string): RequestHandler =>
  (req, _res, next) => {
    const given = keyOf(req.get('authorization') ?? '');
    if (!given)
      throw refused(
        'You did not provide an API key. Provide it in the Authorization header: Bearer YOUR_SECRET_KEY.',
      );
    if (!timingSafeEqual(digest(given), digest(secretKey)))
      throw refused(`Invalid API Key provided: ${masked(given)}`);
    next();
  };

function keyOf(header: string): string {
  const [scheme, value = ''] = header.split(' ');
  if (scheme?.toLowerCase() === 'bearer') return value;
  return Buffer.from(value, 'base64').toString().split(':')[0] ?? '';
}

const masked = (key: string) => `${key.slice(0, Math.min(8, key.length >> 1))}****`;
const refused = (message: string) => new StripeError(401, { type: 'invalid_request_error', message });
