import { createHmac, hkdfSync } from 'node:crypto';

/** Digest of texts, in base64url. */
export type KeyedDigest = (...texts: string[]) => string;

/**
 * Returns a digest that nobody can compute without the secret: HMAC-SHA-256, with a key of its own for each purpose
 * (https://www.rfc-editor.org/rfc/rfc5869).
 */
export function keyedDigest(secret: string, purpose: string): KeyedDigest {
  const key = Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
  return (...texts) => createHmac('sha256', key).update(JSON.stringify(texts)).digest('base64url');
}
