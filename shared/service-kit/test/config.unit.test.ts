import { testEnv } from '@ecommerce/test-kit';
import { z } from 'zod';
import { baseEnv, busEnv, parseEnv, privateKey } from '../src/runtime/config.ts';

const schema = z.object({ ...baseEnv, ...busEnv });
const spki = testEnv.JWT_PUBLIC_KEYS;
const valid = {
  MONGO_URL: 'mongodb://db/orders',
  NATS_URL: 'nats://nats:4222',
  JWT_PUBLIC_KEYS: 'development-only',
};

describe('parseEnv', () => {
  it('lists every invalid variable by name', () => {
    const env = {
      ...valid,
      PORT: 'http',
      MONGO_URL: 'postgres://db',
      JWT_PUBLIC_KEYS: 'short',
      LOG_LEVEL: 'loud',
    };
    expect(() => parseEnv(schema, env)).toThrow(
      /PORT: .*\n.*MONGO_URL: .*\n.*JWT_PUBLIC_KEYS: .*\n.*LOG_LEVEL: /,
    );
  });

  it('names a missing variable, and uses the default of an empty one', () => {
    expect(() => parseEnv(schema, { ...valid, JWT_PUBLIC_KEYS: undefined })).toThrow(/JWT_PUBLIC_KEYS/);
    expect(parseEnv(schema, { ...valid, PORT: '' }).PORT).toBe(3000);
  });

  it('does not reveal an invalid secret', () => {
    const JWT_PRIVATE_KEY = 'bm90IGEga2V5';
    expect(() =>
      parseEnv(schema.extend({ JWT_PRIVATE_KEY: privateKey }), { ...valid, JWT_PRIVATE_KEY }),
    ).toThrow(expect.objectContaining({ message: expect.not.stringContaining(JWT_PRIVATE_KEY) }));
  });

  it.each(['development-only', `${spki},development-only`, `${spki}, development-only`])(
    'rejects the keys %.20s only with HTTPS',
    (keys) => {
      const env = { ...valid, JWT_PUBLIC_KEYS: keys };
      expect(() => parseEnv(schema, { ...env, COOKIE_SECURE: 'true' })).toThrow(
        /JWT_PUBLIC_KEYS: .*session-keys/,
      );
      expect(parseEnv(schema, env).JWT_PUBLIC_KEYS).toBe(keys);
    },
  );

  it('gives each process a client id that NATS Streaming accepts', () => {
    const [one, another] = [parseEnv(schema, valid), parseEnv(schema, valid)];
    expect(one.NATS_CLIENT_ID).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(one.NATS_CLIENT_ID).not.toBe(another.NATS_CLIENT_ID);
  });
});
