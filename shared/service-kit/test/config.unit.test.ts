import { z } from 'zod';
import { baseEnv, busEnv, parseEnv } from '../src/runtime/config.ts';

const schema = z.object({ ...baseEnv, ...busEnv });
const valid = {
  MONGO_URL: 'mongodb://db/orders',
  NATS_URL: 'nats://nats:4222',
  JWT_KEY: 'a key of tests, long enough to be taken',
};

describe('parseEnv', () => {
  it('lists every invalid variable by name', () => {
    const env = { ...valid, PORT: 'http', MONGO_URL: 'postgres://db', JWT_KEY: 'short', LOG_LEVEL: 'loud' };
    expect(() => parseEnv(schema, env)).toThrow(/PORT: .*\n.*MONGO_URL: .*\n.*JWT_KEY: .*\n.*LOG_LEVEL: /);
  });

  it('names a missing variable, and uses the default of an empty one', () => {
    expect(() => parseEnv(schema, { ...valid, JWT_KEY: undefined })).toThrow(/JWT_KEY/);
    expect(parseEnv(schema, { ...valid, PORT: '' }).PORT).toBe(3000);
  });

  it('does not reveal an invalid secret', () => {
    const JWT_KEY = 'too short a secret';
    expect(() => parseEnv(schema, { ...valid, JWT_KEY })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(JWT_KEY) }),
    );
  });

  it('rejects the development key only with HTTPS', () => {
    const env = { ...valid, JWT_KEY: 'development-only-key-that-everyone-can-read' };
    expect(() => parseEnv(schema, { ...env, COOKIE_SECURE: 'true' })).toThrow(/JWT_KEY: .*openssl/);
    expect(parseEnv(schema, env).JWT_KEY).toBe(env.JWT_KEY);
  });

  it('gives each process a client id that NATS Streaming accepts', () => {
    const [one, another] = [parseEnv(schema, valid), parseEnv(schema, valid)];
    expect(one.NATS_CLIENT_ID).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(one.NATS_CLIENT_ID).not.toBe(another.NATS_CLIENT_ID);
  });
});
