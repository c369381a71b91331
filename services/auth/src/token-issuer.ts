import type { KeyObject } from 'node:crypto';
import type { SessionUser, User } from '@ecommerce/contracts';
import { keyId, TOKEN_ALGORITHM, TOKEN_AUDIENCE, TOKEN_ISSUER } from '@ecommerce/service-kit/http';
import jwt from 'jsonwebtoken';

/** Signs session tokens. Only auth has the private key. */
export class TokenIssuer {
  private readonly key: KeyObject;
  private readonly keyid: string;
  private readonly lifetimeSeconds: number;

  constructor(key: KeyObject, lifetimeSeconds: number) {
    this.key = key;
    this.keyid = keyId(key);
    this.lifetimeSeconds = lifetimeSeconds;
  }

  /** @param expiry of the session, which its token does not outlive */
  issue({ id, email }: User, sid: string, now: Date, expiry: Date): { user: SessionUser; token: string } {
    const iat = Math.floor(now.getTime() / 1000);
    const exp = Math.min(iat + this.lifetimeSeconds, Math.floor(expiry.getTime() / 1000));
    const token = jwt.sign({ id, email, sid, iat, exp }, this.key, {
      algorithm: TOKEN_ALGORITHM,
      keyid: this.keyid,
      issuer: TOKEN_ISSUER,
      audience: TOKEN_AUDIENCE,
    });
    return { user: { id, email, iat }, token };
  }
}
