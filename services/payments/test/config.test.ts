import { readConfig } from '../src/config.ts';

const env = {
  MONGO_URL: 'mongodb://db/payments',
  NATS_URL: 'nats://nats:4222',
  JWT_KEY: 'a key of tests, long enough to be taken',
  ORDERS_URL: 'http://orders:3000',
};

test('when there is neither a key of Stripe nor an emulator, then the start is refused and both are named', () => {
  expect(() => readConfig(env)).toThrow(/STRIPE_SECRET_KEY: .*STRIPE_EMULATOR_URL/);
});

test('when the key is no key of Stripe, then the start is refused without telling it', () => {
  const fault = (() => {
    try {
      return readConfig({ ...env, STRIPE_SECRET_KEY: 'pk_live_secret' });
    } catch (error) {
      return String(error);
    }
  })();
  expect(fault).toMatch(/STRIPE_SECRET_KEY: must be a secret key/);
  expect(fault).not.toContain('pk_live_secret');
});

test('when the key is empty, as Compose passes it on, then the emulator is used', () => {
  const config = readConfig({ ...env, STRIPE_SECRET_KEY: '', STRIPE_EMULATOR_URL: 'http://emulator:3000' });
  expect(config).toMatchObject({ STRIPE_EMULATOR_URL: 'http://emulator:3000' });
  expect(config.STRIPE_SECRET_KEY).toBeUndefined();
});
