import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { errorCatalog } from '@ecommerce/contracts/error-codes';
import { services } from '../../tools/services/list.generated.mjs';
import { answerApiError } from '../serve/api-errors.mjs';

let server: Server;
beforeAll(async () => {
  server = createServer((req, res) => void (answerApiError(req, res) || res.end('a page')));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => void server.close());

async function send(path: string, init: RequestInit = {}) {
  const { port } = server.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}${path}`, init);
  const type = response.headers.get('content-type');
  const body = type?.startsWith('application/json') ? await response.json() : await response.text();
  return { status: response.status, retryAfter: response.headers.get('retry-after'), body };
}

const unavailable = {
  status: 503,
  retryAfter: expect.stringMatching(/^\d+$/),
  body: { errors: [{ code: 'unavailable', message: errorCatalog.unavailable.message }] },
};
const notFound = (what: string) => ({
  status: 404,
  retryAfter: null,
  body: { errors: [{ code: 'not_found', message: `${what} does not exist.` }] },
});
/** The headers of a request that the ingress repeats here. */
const intercepted = (status: string, uri: string) => ({ 'x-code': status, 'x-original-uri': uri });

describe('answerApiError', () => {
  it.each(['/api', '/api/', '/api/nothing', '/api/userspace', '/api/nothing/users?next=/api/users'])(
    'answers 404 to %s, which no service has',
    async (path) => {
      expect(await send(path)).toEqual(notFound(`GET ${path.split('?')[0]}`));
    },
  );

  it.each(services.map(({ path }) => path))(
    'answers 503 to %s, whose service did not answer',
    async (path) => {
      expect(await send(path)).toEqual(unavailable);
      expect(await send(`${path}/a/b?c=d`, { method: 'DELETE' })).toEqual(unavailable);
    },
  );

  it('allows no frame to show an error', async () => {
    const { port } = server.address() as AddressInfo;
    const { headers } = await fetch(`http://127.0.0.1:${port}/api/nothing`);
    expect(headers.get('content-security-policy')).toMatch(/default-src 'none'; .*frame-ancestors 'none'/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('answers a request with a body', async () => {
    const init = { method: 'POST', body: 'x'.repeat(100_000) };
    expect(await send('/api/nothing', init)).toEqual(notFound('POST /api/nothing'));
    expect(await send('/api/orders', init)).toEqual(unavailable);
  });

  it('reads an upload to its end before it answers and closes the connection', async () => {
    const { port } = server.address() as AddressInfo;
    const headers = { ...intercepted('502', '/api/products'), Connection: 'close' };
    const upload = request({ port, host: '127.0.0.1', method: 'POST', path: '/', headers });
    upload.end(Buffer.alloc(10_000_000));
    const [response] = await once(upload, 'response');
    expect(response.statusCode).toBe(503);
    expect(upload.writableFinished).toBe(true);
  });

  it('answers 503 at the path that the gateway requests when a service does not answer', async () => {
    expect(await send('/api/unavailable')).toEqual(unavailable);
  });

  it.each(['502', '504'])('answers 503 to what the ingress repeats after %s', async (status) => {
    const headers = intercepted(status, '/api/payments?a=b');
    expect(await send('/', { method: 'POST', headers, body: '{}' })).toEqual(unavailable);
  });

  it.each<[string, Record<string, string>]>([
    ['/', {}],
    ['/apis', {}],
    ['/orders', {}],
    ['/api/docs', {}],
    ['/api/docs/openapi.json', {}],
    ['/', intercepted('404', '/api/users')],
    ['/', intercepted('502', '/orders')],
  ])('leaves %s with the headers %j to the storefront', async (path, headers) => {
    expect(await send(path, { headers })).toMatchObject({ status: 200, body: 'a page' });
  });
});
