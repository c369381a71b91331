import { parseEnv } from '@ecommerce/service-kit/runtime';
import { paymentsService } from '../src/service.ts';

const readConfig = (stripe: Record<string, string> = {}) =>
  parseEnv(paymentsService.env, {
    MONGO_URL: 'mongodb://db/payments',
    NATS_URL: 'nats://nats:4222',
    JWT_PUBLIC_KEYS: 'development-only',
    AUTH_URL: 'http://127.0.0.1:9',
    ORDERS_URL: 'http://orders:3000',
    ...stripe,
  });

describe('configuration of payments', () => {
  it('requires a Stripe key or an emulator, and names both', () => {
    expect(() => readConfig()).toThrow(/STRIPE_SECRET_KEY: .*STRIPE_EMULATOR_URL/);
  });

  it('rejects a key that is not a Stripe secret key without revealing it', () => {
    const error = (() => {
      try {
        return readConfig({ STRIPE_SECRET_KEY: 'pk_live_secret' });
      } catch (error) {
        return String(error);
      }
    })();
    expect(error).toMatch(/STRIPE_SECRET_KEY: must be a secret key/);
    expect(error).not.toContain('pk_live_secret');
  });

  it('selects the emulator when Compose passes an empty key', () => {
    const config = readConfig({ STRIPE_SECRET_KEY: '', STRIPE_EMULATOR_URL: 'http://emulator:3000' });
    expect(config).toMatchObject({ STRIPE_EMULATOR_URL: 'http://emulator:3000' });
    expect(config.STRIPE_SECRET_KEY).toBeUndefined();
  });
});
