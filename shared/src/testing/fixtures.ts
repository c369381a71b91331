import { randomBytes, randomUUID } from 'node:crypto';
import type { Product } from '../contracts/product.ts';
import type { User } from '../contracts/user.ts';
import { signToken } from '../http/session.ts';
import { createLogger } from '../logger.ts';

export const testLog = createLogger('test', process.env.LOG_LEVEL ?? 'silent');

export const testConfig = {
  JWT_KEY: 'a key of tests, long enough to be taken',
  SESSION_MAX_AGE_SECONDS: 3600,
  COOKIE_SECURE: false,
};

export const newId = (): string => randomBytes(12).toString('hex');

export const newUser = (): User => ({ id: newId(), email: `${randomUUID()}@example.com` });

/** The header's value of a signed-in caller: `.set('Cookie', cookieOf(user))`. */
export const cookieOf = (user: User): string => cookieOfToken(signToken(user, testConfig.JWT_KEY));

/** The same around any token, forged ones too. */
export const cookieOfToken = (token: string): string =>
  `session=${Buffer.from(JSON.stringify({ jwt: token })).toString('base64')}`;

/** A product as products would answer it. */
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
