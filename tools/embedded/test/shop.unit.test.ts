import { shopSpecs } from '../lib/shop.mjs';

const secrets = {
  JWT_KEY: 'secret-of-sessions',
  MINIO_ACCESS_KEY: 'secret-name',
  MINIO_SECRET_KEY: 'secret-of-images',
};
const envOf = (name: string, env: NodeJS.ProcessEnv) =>
  JSON.stringify(shopSpecs(env, () => 1, secrets, '/data').find((spec) => spec.name === name)?.env);

describe('shopSpecs', () => {
  it.each(['client', 'stripe-emulator'])('passes no secret of .env to %s', (name) => {
    expect(envOf(name, secrets)).toContain('"PORT":"1"');
    expect(envOf(name, secrets)).not.toContain('secret-');
    expect(envOf('products', secrets)).toContain('secret-of-images');
  });

  it('passes the Stripe key to services only', () => {
    const env = { STRIPE_SECRET_KEY: 'secret-of-stripe' };
    expect(envOf('client', env)).not.toContain('secret-');
    expect(envOf('payments', env)).toContain('secret-of-stripe');
  });
});
