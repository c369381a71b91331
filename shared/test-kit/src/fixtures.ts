import { randomBytes, randomUUID } from 'node:crypto';
import type { Product, User } from '@ecommerce/contracts';
import { createLogger, type Logger } from '@ecommerce/service-kit/observability';
import jwt from 'jsonwebtoken';

export const testLog: Logger = createLogger('test', process.env.LOG_LEVEL ?? 'silent');

/** Environment of every service under test. */
export const testEnv = {
  JWT_KEY: 'a key of tests, long enough to be taken',
  SESSION_MAX_AGE_SECONDS: '3600',
};

/** Session configuration with the values of `testEnv`. */
export const sessionConfig = { ...testEnv, SESSION_MAX_AGE_SECONDS: 3600, COOKIE_SECURE: false };

export const newId = (): string => randomBytes(12).toString('hex');

export const newUser = (): User => ({ id: newId(), email: `${randomUUID()}@example.com` });

/** Creates a session token of a user, issued now. */
export const tokenOf = ({ id, email }: User, key = testEnv.JWT_KEY): string =>
  jwt.sign({ id, email }, key, { algorithm: 'HS256' });

/** Returns the cookie of a signed-in user: `.set('Cookie', cookieOf(user))`. */
export const cookieOf = (user: User): string => cookieOfToken(tokenOf(user));

/** Returns the cookie with a token, which may be invalid. */
export const cookieOfToken = (token: string): string =>
  `session=${Buffer.from(JSON.stringify({ jwt: token })).toString('base64')}`;

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
