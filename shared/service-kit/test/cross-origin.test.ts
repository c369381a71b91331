import { errorOf, testLog } from '@ecommerce/test-kit';
import express, { type Express } from 'express';
import request from 'supertest';
import { rejectCrossOrigin } from '../src/http/cross-origin.ts';
import { errorHandler } from '../src/http/error-handler.ts';

function appWith(secure: boolean): Express {
  const app = express();
  app.set('trust proxy', 'loopback');
  app.use(rejectCrossOrigin(secure));
  app.use((_req, res) => void res.json({}));
  app.use(errorHandler(testLog));
  return app;
}
const app = appWith(false);
const onHttps = appWith(true);

const post = (headers: Record<string, string>, to = app) => request(to).post('/').set(headers);
const host = 'shop.example';
const rejected = { status: 403, codes: ['cross_origin'], fields: [undefined] };

describe('Sec-Fetch-Site', () => {
  it.each(['same-origin', 'none'])('allows %s, whatever the origin', async (site) => {
    expect((await post({ host, 'sec-fetch-site': site, origin: 'null' })).status).toBe(200);
  });

  it.each(['cross-site', 'same-site', '', 'same-origin, cross-site', 'Same-Origin', 'unknown'])(
    'rejects %j, even from the own origin',
    async (site) => {
      const headers = { host, 'sec-fetch-site': site, origin: `http://${host}` };
      expect(errorOf(await post(headers))).toEqual(rejected);
    },
  );

  it.each(['post', 'put', 'patch', 'delete', 'trace', 'merge'] as const)('guards %s', async (method) => {
    const response = await request(app)[method]('/').set('sec-fetch-site', 'same-site');
    expect(response.status).toBe(403);
  });

  it.each(['get', 'head', 'options'] as const)('does not guard %s, which changes nothing', async (method) => {
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
    expect((await request(app)[method]('/').set(headers)).status).toBe(200);
  });
});

describe('Origin, without Sec-Fetch-Site', () => {
  it.each([
    ['no header at all, as programs', { host }],
    ['the own origin', { host, origin: 'http://shop.example' }],
    ['HTTPS before a load balancer', { host, origin: 'https://shop.example' }],
    ['the own port', { host: 'localhost:8080', origin: 'http://localhost:8080' }],
    [
      'the own origin, with the default port in Host',
      { host: 'shop.example:80', origin: 'http://shop.example' },
    ],
    ['the own origin, with capital letters in Host', { host: 'Shop.Example', origin: 'http://shop.example' }],
    ['an IPv6 address', { host: '[::1]:8080', origin: 'http://[::1]:8080' }],
    [
      'the host that the gateway was asked for',
      { host: 'products:3000', 'x-forwarded-host': 'localhost:8080', origin: 'http://localhost:8080' },
    ],
  ])('allows %s', async (_case, headers) => {
    expect((await post(headers as Record<string, string>)).status).toBe(200);
  });

  it.each([
    ['another site', { host, origin: 'https://evil.example' }],
    ['a sibling subdomain', { host, origin: 'http://images.shop.example' }],
    ['another port', { host: 'localhost:8080', origin: 'http://localhost:9999' }],
    ['the default port', { host: 'localhost:8080', origin: 'http://localhost' }],
    ['a page that hides its origin', { host, origin: 'null' }],
    ['a host with the own as its beginning', { host, origin: 'http://shop.example.evil.example' }],
    ['an own origin with a path', { host, origin: 'http://shop.example/' }],
    ['an extension of the browser', { host, origin: 'chrome-extension://shop.example' }],
    ['an empty origin', { host, origin: '' }],
    ['an invalid host', { host: 'a b', origin: 'http://a b' }],
    [
      'the host of the service itself behind a gateway',
      { host: 'products:3000', 'x-forwarded-host': 'localhost:8080', origin: 'http://products:3000' },
    ],
  ])('rejects %s', async (_case, headers) => {
    expect(errorOf(await post(headers as Record<string, string>))).toEqual(rejected);
  });

  it('rejects plain HTTP where the shop is on HTTPS, whatever X-Forwarded-Proto says', async () => {
    const from = (origin: string) => post({ host, origin, 'x-forwarded-proto': 'http' }, onHttps);
    expect(errorOf(await from('http://shop.example'))).toEqual(rejected);
    expect((await from('https://shop.example')).status).toBe(200);
  });
});
