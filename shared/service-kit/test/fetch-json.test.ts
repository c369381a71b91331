import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetchJson } from '@ecommerce/service-kit/http';
import { withTrace } from '@ecommerce/service-kit/observability';
import { z } from 'zod';

const Product = z.object({ id: z.string() });
const product = { id: 'p1' };
const unauthorized = (code: string, message: string) => JSON.stringify({ errors: [{ code, message }] });

const answers: Record<string, RequestListener> = {
  '/good': (_req, res) => res.end(JSON.stringify({ ...product, extra: 1 })),
  '/echo': (req, res) => res.end(JSON.stringify({ id: `${req.headers.cookie} ${req.headers.traceparent}` })),
  '/unknown': (_req, res) => res.writeHead(404).end('no such thing'),
  '/anonymous': (_req, res) => res.writeHead(401).end(unauthorized('not_signed_in', 'Sign in first.')),
  '/foreign': (_req, res) => res.writeHead(401).end(unauthorized('not_owner', 'Not your order.')),
  '/other-401': (_req, res) => res.writeHead(401).end(unauthorized('card_declined', 'No.')),
  '/garbage-401': (_req, res) => res.writeHead(401).end('<html>'),
  '/unavailable': (_req, res) => res.writeHead(503).end(JSON.stringify(product)),
  '/rejected': (_req, res) => res.writeHead(400).end(JSON.stringify(product)),
  '/garbage': (_req, res) => res.end('<html>'),
  '/another-shape': (_req, res) => res.end('{"id":1}'),
  '/moved': (_req, res) => res.writeHead(302, { Location: '/good' }).end(),
  '/broken': (req) => void req.socket.destroy(),
  '/silent': () => {},
  '/half': (_req, res) => void res.write('{"id":'),
};

const server = createServer((req, res) => answers[req.url ?? '']?.(req, res));
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => {
  server.close();
  server.closeAllConnections();
});

const fetchProduct = (path: string, options: Parameters<typeof fetchJson>[2] = {}) =>
  fetchJson(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, Product, options);

describe('fetchJson', () => {
  it('returns the parsed answer', async () => {
    await expect(fetchProduct('/good')).resolves.toEqual(product);
  });

  it('forwards the cookie of the caller and the trace', async () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const answer = await withTrace(traceparent, () => fetchProduct('/echo', { cookie: 'session=1' }));
    expect(answer.id).toBe(`session=1 ${traceparent}`);
  });

  it.each([
    ['/unknown', 'product_not_found', 'This product does not exist.'],
    ['/anonymous', 'not_signed_in', 'Sign in first.'],
    ['/foreign', 'not_owner', 'Not your order.'],
    ['/other-401', 'not_owner', 'No.'],
    ['/garbage-401', 'not_owner', 'You do not have access to this resource.'],
  ])('throws the error of %s as %s', async (path, code, message) => {
    const answer = fetchProduct(path, { notFound: 'product_not_found' });
    await expect(answer).rejects.toMatchObject({ code, message });
  });

  it.each(['/unavailable', '/rejected', '/garbage', '/another-shape', '/moved', '/broken'])(
    'throws unavailable for %s',
    async (path) => {
      await expect(fetchProduct(path)).rejects.toMatchObject({ code: 'unavailable' });
    },
  );

  it.each(['/silent', '/half'])('throws unavailable when %s takes too long', async (path) => {
    await expect(fetchProduct(path, { timeoutMs: 50 })).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('throws unavailable when nothing listens', async () => {
    await expect(fetchJson('http://127.0.0.1:9', Product)).rejects.toMatchObject({ code: 'unavailable' });
  });
});
