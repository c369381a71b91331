import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StripeGateway } from '../src/stripe-gateway.ts';

const request = {
  orderId: 'a'.repeat(24),
  idempotencyKey: 'key',
  totalCents: 100,
  token: 'tok_visa',
  startedAt: new Date(),
};
const readsProxies = Number.parseInt(process.versions.node, 10) >= 24;

describe('StripeGateway', () => {
  const targets: (string | undefined)[] = [];
  const proxy = createServer((_, response) => response.writeHead(502).end()).on(
    'connect',
    ({ url }, socket) => {
      targets.push(url);
      socket.destroy();
    },
  );
  beforeAll(() => new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve)));
  afterAll(() => proxy.close());
  const address = () => `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const env = () => ({ HTTPS_PROXY: `http://${address()}` });
  beforeEach(() => {
    targets.length = 0;
  });

  // Older versions would call Stripe itself.
  (readsProxies ? it : it.skip)('calls Stripe through the proxy of the environment', async () => {
    const { kind } = await new StripeGateway({ STRIPE_SECRET_KEY: 'sk_test_1' }, env()).charge(request);
    expect(kind).toBe('indeterminate');
    expect(targets).toContain('api.stripe.com:443');
  });

  (readsProxies ? it : it.skip)('accepts a proxy without a scheme', async () => {
    await new StripeGateway({ STRIPE_SECRET_KEY: 'sk_test_1' }, { HTTPS_PROXY: address() }).charge(request);
    expect(targets).toContain('api.stripe.com:443');
  });

  it('never calls the emulator through a proxy', async () => {
    const emulator = { STRIPE_EMULATOR_URL: 'http://127.0.0.1:9' };
    await new StripeGateway(emulator, env()).charge(request);
    expect(targets).toEqual([]);
  });
});
