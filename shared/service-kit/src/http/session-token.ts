import type { KeyObject } from 'node:crypto';
import { SessionUser } from '@ecommerce/contracts';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import { BoundedMap } from '../runtime/bounded-map.ts';

/** Claims of a session token; times in seconds since 1970. */
export const SessionClaims = SessionUser.extend({ sid: z.string().min(1), exp: z.int() });
export type SessionClaims = z.infer<typeof SessionClaims>;

/** Auth signs tokens with these, and every service requires them. */
export const TOKEN_ALGORITHM = 'ES256';
export const TOKEN_ISSUER = 'auth';
export const TOKEN_AUDIENCE = 'shop';

/** A verification takes ten times as long as the rest of a small request, so results are kept. */
const MAX_VERIFIED = 5000;

/** Verifies session tokens with the public keys of auth. */
export class SessionTokens {
  private readonly keys: Map<string, KeyObject>;
  private readonly verified = new BoundedMap<SessionClaims>(MAX_VERIFIED);

  /** @param keys by their ids */
  constructor(keys: Map<string, KeyObject>) {
    this.keys = keys;
  }

  /** Returns the claims of a token that auth has signed, even if it has expired. */
  verify(token: string): SessionClaims | undefined {
    const known = this.verified.get(token);
    if (known) return known;
    const claims = this.read(token);
    if (claims) this.verified.set(token, claims);
    return claims;
  }

  private read(token: string): SessionClaims | undefined {
    try {
      const key = this.keys.get(jwt.decode(token, { complete: true })?.header.kid ?? '');
      if (!key) return undefined;
      const payload = jwt.verify(token, key, {
        algorithms: [TOKEN_ALGORITHM],
        issuer: TOKEN_ISSUER,
        audience: TOKEN_AUDIENCE,
        ignoreExpiration: true,
      });
      return SessionClaims.parse(payload);
    } catch {
      return undefined;
    }
  }
}
