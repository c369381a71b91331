import { generateKeyPairSync, type KeyObject, randomBytes, randomUUID } from 'node:crypto';
import { type Product, sessionCookieName, type User } from '@ecommerce/contracts';
import {
  EndedSessions,
  keyId,
  type RenewSession,
  Sessions,
  TOKEN_ALGORITHM,
  TOKEN_AUDIENCE,
  TOKEN_ISSUER,
} from '@ecommerce/service-kit/http';
import { createLogger, type Logger } from '@ecommerce/service-kit/observability';
import { systemClock } from '@ecommerce/service-kit/runtime';
import jwt from 'jsonwebtoken';

export const testLog: Logger = createLogger('test', process.env.LOG_LEVEL ?? 'silent');

const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });

/** Environment of every service under test. */
export const testEnv = {
  JWT_PUBLIC_KEYS: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
  SESSION_MAX_AGE_SECONDS: '3600',
  // Nothing listens there: tests of renewal start a service of their own.
  AUTH_URL: 'http://127.0.0.1:9',
  // Tests send more requests than a person.
  RATE_LIMIT_FACTOR: '1000',
};

/** Id of the key that signs the tokens of tests. */
export const testKeyId = keyId(privateKey);

/** Environment of auth, in addition to `testEnv`. */
export const testAuthEnv = {
  JWT_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
};

const sessionConfig = { ...testEnv, SESSION_MAX_AGE_SECONDS: 3600, COOKIE_SECURE: false };

/** Creates the sessions of a service with the values of `testEnv`. By default, auth renews none. */
export function testSessions({
  config = {},
  renew = async () => undefined,
  ended = new EndedSessions(LIFETIME_SECONDS, systemClock),
}: {
  config?: Partial<typeof sessionConfig>;
  renew?: RenewSession;
  ended?: EndedSessions;
} = {}): Sessions {
  return new Sessions({ ...sessionConfig, ...config }, ended, renew);
}

export const newId = (): string => randomBytes(12).toString('hex');

export const newUser = (): User => ({ id: newId(), email: `${randomUUID()}@example.com` });

const LIFETIME_SECONDS = 900;

interface TokenOptions {
  /** Seconds since it was signed. */
  age?: number;
  /** Claims that replace the usual ones. */
  claims?: object;
  key?: KeyObject;
  /** Options that replace the usual ones; undefined leaves one out. */
  options?: { keyid?: string | undefined; issuer?: string; audience?: string };
}

/** Creates a session token of a user as auth signs it. */
export function tokenOf(
  { id, email }: User,
  { age = 0, claims = {}, key = privateKey, options = {} }: TokenOptions = {},
): string {
  const iat = Math.floor(Date.now() / 1000) - age;
  const payload = { id, email, sid: newSessionId(), iat, exp: iat + LIFETIME_SECONDS, ...claims };
  const all = {
    algorithm: TOKEN_ALGORITHM,
    keyid: keyId(key),
    issuer: TOKEN_ISSUER,
    audience: TOKEN_AUDIENCE,
    ...options,
  };
  return jwt.sign(withoutUndefined(payload), key, withoutUndefined(all));
}

const withoutUndefined = (object: object) =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));

const newSessionId = (): string => randomBytes(16).toString('base64url');

/** Returns the cookie of a signed-in user: `.set('Cookie', cookieOf(user))`. */
export const cookieOf = (user: User): string => cookieOfToken(tokenOf(user));

/** Returns the cookie with a token, which may be invalid. */
export const cookieOfToken = (token: string): string =>
  `${sessionCookieName(sessionConfig.COOKIE_SECURE)}=${Buffer.from(JSON.stringify({ jwt: token })).toString('base64')}`;

/** Builds a product as the products service returns it. */
export const newProduct = (fields: Partial<Product> = {}): Product => ({
  id: newId(),
  title: 'A teapot',
  price: 19.99,
  quantity: 100,
  userId: newId(),
  version: 0,
  imageUrl: null,
  createdAt: new Date().toISOString(),
  updatedAt: new Date().toISOString(),
  ...fields,
});
