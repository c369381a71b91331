import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Delay of a charge, the same for every measured shop. */
const CHARGE_MS = 5;

/**
 * Starts a server that replaces Stripe and charges every card. It runs in the benchmark's process, so its CPU time does not
 * count for the shop.
 * @returns {Promise<{port: number, stop: () => Promise<void>}>}
 */
export async function startStripeStub() {
  /** @type {Map<string, {status: number, body: object}>} by idempotency key */
  const responses = new Map();
  let count = 0;

  const server = createServer(async (req, res) => {
    const form = new URLSearchParams(await bodyOf(req));
    const key = String(req.headers['idempotency-key'] ?? `request-${count}`);
    if (req.method === 'POST') await sleep(CHARGE_MS);
    const response = req.method === 'POST' ? (responses.get(key) ?? create(req.url ?? '', form)) : list();
    if (req.method === 'POST') responses.set(key, response);
    res.writeHead(response.status, { 'content-type': 'application/json' }).end(JSON.stringify(response.body));
  });

  function create(/** @type {string} */ path, /** @type {URLSearchParams} */ form) {
    count++;
    const created = Math.floor(Date.now() / 1000);
    if (path.startsWith('/v1/refunds'))
      return { status: 200, body: { id: `re_${count}`, object: 'refund', status: 'succeeded', created } };
    const metadata = Object.fromEntries(
      [...form].flatMap(([name, value]) => {
        const field = /^metadata\[(.+)\]$/.exec(name)?.[1];
        return field ? [[field, value]] : [];
      }),
    );
    const amount = Number(form.get('amount'));
    const intent = { id: `pi_${count}`, object: 'payment_intent', status: 'succeeded', amount, created };
    return { status: 200, body: { ...intent, currency: 'usd', metadata } };
  }

  const list = () => ({
    status: 200,
    body: {
      object: 'list',
      has_more: false,
      data: [...responses.values()].slice(-100).map(({ body }) => body),
    },
  });

  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    port,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bodyOf(/** @type {import('node:http').IncomingMessage} */ req) {
  let text = '';
  for await (const chunk of req) text += chunk;
  return text;
}
