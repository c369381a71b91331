import { shopSpecs } from '../lib/shop.mjs';

const secrets = {
  JWT_PRIVATE_KEY: 'secret-of-sessions',
  JWT_PUBLIC_KEYS: 'public-keys',
  MINIO_ACCESS_KEY: 'secret-name',
  MINIO_SECRET_KEY: 'secret-of-images',
};
const envOf = (name: string, env: NodeJS.ProcessEnv) =>
  JSON.stringify(shopSpecs(env, () => 1, secrets, '/data').find((spec) => spec.name === name)?.env);

const proxies = { HTTPS_PROXY: 'http://proxy:3128', NODE_USE_ENV_PROXY: '1', NO_PROXY: '.corp' };

describe('shopSpecs', () => {
  it('gives no program a proxy', () => {
    for (const { env } of shopSpecs(proxies, () => 1, secrets, '/data'))
      expect(Object.keys(env).filter((name) => /proxy/i.test(name))).toEqual([]);
  });

  it('gives the proxy to payments if there is a Stripe key, for no host of the shop', () => {
    const specs = shopSpecs({ ...proxies, STRIPE_SECRET_KEY: 'sk_test_1' }, () => 1, secrets, '/data');
    const withProxy = specs.filter(({ env }) => env.HTTPS_PROXY);
    expect(withProxy.map(({ name }) => name)).toEqual(['payments']);
    expect(withProxy[0]?.env.NO_PROXY).toMatch(/127\.0\.0\.1.*\.corp/);
  });

  it('gives every program a home of its own', () => {
    for (const { env } of shopSpecs({}, () => 1, secrets, '/data')) expect(env.HOME).toBe('/data/home');
  });

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
