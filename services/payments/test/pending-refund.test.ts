import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { StripeGateway } from '../src/stripe-gateway.ts';

/** Stub of Stripe while the shop's balance is too low; the emulator completes every refund at once. */
let stripe: Server;
let refund: { id: string; object: string; status: string } | undefined;
let gateway: StripeGateway;

beforeAll(async () => {
  stripe = createServer((req, res) => {
    const answer = (status: number, body: object) => {
      res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (req.method === 'GET')
      return answer(200, { object: 'list', data: [refund], has_more: false, url: '/v1/refunds' });
    const alreadyRefunded = {
      type: 'invalid_request_error',
      code: 'charge_already_refunded',
      message: 'Charge has already been refunded.',
    };
    if (refund) return answer(400, { error: alreadyRefunded });
    refund = { id: 're_1', object: 'refund', status: 'pending' };
    answer(200, refund);
  }).listen(0, '127.0.0.1');
  await once(stripe, 'listening');
  const { port } = stripe.address() as AddressInfo;
  gateway = new StripeGateway({
    STRIPE_SECRET_KEY: undefined,
    STRIPE_EMULATOR_URL: `http://127.0.0.1:${port}`,
  });
});
afterAll(() => {
  stripe.close();
  stripe.closeAllConnections();
});

describe('StripeGateway.refund', () => {
  it('fails until Stripe reports that a pending refund has succeeded', async () => {
    await expect(gateway.refund('pi_1', 'order:1:refund:1')).rejects.toThrow('re_1 is pending');
    await expect(gateway.refund('pi_1', 'order:1:refund:2')).rejects.toThrow('re_1 is pending');
    refund = { id: 're_1', object: 'refund', status: 'succeeded' };
    expect(await gateway.refund('pi_1', 'order:1:refund:3')).toBe('re_1');
  });
});
