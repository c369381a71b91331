import { z } from 'zod';
import { baseEnv, busEnv, parseEnv } from '../src/config.ts';

const schema = z.object({ ...baseEnv, ...busEnv });
const good = {
  MONGO_URL: 'mongodb://db/orders',
  NATS_URL: 'nats://nats:4222',
  JWT_KEY: 'a key of tests, long enough to be taken',
};

test('when several variables are wrong, then the start is refused and each fault is told by its name', () => {
  const env = { ...good, PORT: 'http', MONGO_URL: 'postgres://db', JWT_KEY: 'short', LOG_LEVEL: 'loud' };
  expect(() => parseEnv(schema, env)).toThrow(/PORT: .*\n.*MONGO_URL: .*\n.*JWT_KEY: .*\n.*LOG_LEVEL: /);
});

test('when a variable is missing, then it is named; when an optional one is empty, then its default holds', () => {
  expect(() => parseEnv(schema, { ...good, JWT_KEY: undefined })).toThrow(/JWT_KEY/);
  expect(parseEnv(schema, { ...good, PORT: '' }).PORT).toBe(3000);
});

test('when a secret is wrong, then the fault does not tell it', () => {
  const JWT_KEY = 'too short a secret';
  expect(() => parseEnv(schema, { ...good, JWT_KEY })).toThrow(
    expect.objectContaining({ message: expect.not.stringContaining(JWT_KEY) }),
  );
});

test('when the front is HTTPS, then the key of development is refused, and without HTTPS it is taken', () => {
  const env = { ...good, JWT_KEY: 'development-only-key-that-everyone-can-read' };
  expect(() => parseEnv(schema, { ...env, COOKIE_SECURE: 'true' })).toThrow(/JWT_KEY: .*openssl/);
  expect(parseEnv(schema, env).JWT_KEY).toBe(env.JWT_KEY);
});

test('when no client id is given, then each process gets one that NATS Streaming takes', () => {
  const [one, another] = [parseEnv(schema, good), parseEnv(schema, good)];
  expect(one.NATS_CLIENT_ID).toMatch(/^[A-Za-z0-9_-]+$/);
  expect(one.NATS_CLIENT_ID).not.toBe(another.NATS_CLIENT_ID);
});
