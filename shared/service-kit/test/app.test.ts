import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Sessions, setPageHeaders, setToken } from '@ecommerce/service-kit/http';
import { BusUnavailable } from '@ecommerce/service-kit/messaging';
import { Metrics } from '@ecommerce/service-kit/observability';
import {
  badTokens,
  cookieOf,
  cookieOfToken,
  newUser,
  testLog,
  testSessions,
  tokenOf,
} from '@ecommerce/test-kit';
import { Router } from 'express';
import request from 'supertest';
import { createServiceApp } from '../src/http/app.ts';

const routesWith = (sessions: Sessions) =>
  Router()
    .get('/fails', () => {
      throw new Error('connect to db at 10.0.0.7 with secret failed');
    })
    .get('/unavailable', () => {
      throw new BusUnavailable('not connected');
    })
    .get('/mine', sessions.required, (req, res) => void res.json(req.currentUser))
    .post('/signin', (req, res) => {
      setToken(req, tokenOf(newUser()));
      res.json({});
    })
    .get('/list', (req, res) => {
      setPageHeaders(req, res, { page: Number(req.query.page), limit: 10 }, 25);
      res.json([]);
    })
    .get('/api/parcels/:id', () => {});

function appWith(options: Parameters<typeof testSessions>[0] = {}, notReady: string[] = []) {
  const sessions = testSessions(options);
  const secure = options.config?.COOKIE_SECURE ?? false;
  const parts = { log: testLog, metrics: new Metrics(), sessions, secure, notReady: async () => notReady };
  return createServiceApp(parts, routesWith(sessions), ['/list', '/api/parcels/:id']);
}
const app = appWith();

describe('errors', () => {
  it('answers 500 when a handler fails, and reveals no internals', async () => {
    const { status, body } = await request(app).get('/fails');
    expect({ status, body }).toEqual({
      status: 500,
      body: { errors: [{ code: 'internal_error', message: 'Something went wrong on our side.' }] },
    });
  });

  it('answers 503 with Retry-After while a dependency is unavailable', async () => {
    const { status, headers } = await request(app).get('/unavailable');
    expect({ status, retryAfter: headers['retry-after'] }).toEqual({ status: 503, retryAfter: '2' });
  });

  it('answers 503, not 404, to a request for another service', async () => {
    const { status, headers, body } = await request(app).post('/api/payments');
    expect({ status, retry: headers['retry-after'], body }).toEqual({
      status: 503,
      retry: '2',
      body: {
        errors: [{ code: 'unavailable', message: 'Service temporarily unavailable. Try again.' }],
      },
    });
  });

  it.each(['/api/parcels', '/api/parcels/1/2', '/api', '/nowhere'])('answers 404 for %s', async (path) => {
    expect((await request(app).get(path)).status).toBe(404);
  });

  it('answers 404 in the format of all errors', async () => {
    const { status, body } = await request(app).get('/nowhere');
    expect({ status, body }).toEqual({
      status: 404,
      body: { errors: [{ code: 'not_found', message: 'GET /nowhere does not exist.' }] },
    });
  });
});

describe('health checks and metrics', () => {
  it('names the dependencies that are not ready on /readyz, while /healthz is 200', async () => {
    const starting = appWith({}, ['mongodb', 'nats-streaming']);
    const { status, body } = await request(starting).get('/readyz');
    expect({ status, notReady: body.notReady }).toEqual({
      status: 503,
      notReady: ['mongodb', 'nats-streaming'],
    });
    expect((await request(starting).get('/healthz')).status).toBe(200);
    expect((await request(app).get('/readyz')).status).toBe(200);
  });

  it('counts requests by route, and includes the metrics of Node', async () => {
    await request(app).get('/list?page=1');
    const { text } = await request(app).get('/metrics');
    expect(text).toMatch(
      /http_request_duration_seconds_count\{method="GET",route="\/list",status="200"\} [1-9]/,
    );
    for (const name of [
      'process_cpu_seconds_total',
      'nodejs_eventloop_lag_seconds',
      'nodejs_heap_size_used_bytes',
    ])
      expect(text).toMatch(new RegExp(`^${name} [0-9]`, 'm'));
  });
});

describe('sessions', () => {
  it('sets a cookie that is HttpOnly and SameSite=Lax, and Secure behind HTTPS', async () => {
    const cookieFrom = async (COOKIE_SECURE: boolean) => {
      const answer = await request(appWith({ config: { COOKIE_SECURE } }))
        .post('/signin')
        .set({ 'X-Forwarded-Proto': 'https' });
      return answer.headers['set-cookie']?.[0]?.toLowerCase();
    };
    expect(await cookieFrom(false)).toMatch(/^session=.*samesite=lax; httponly/);
    expect(await cookieFrom(false)).not.toMatch(/; secure/);
    expect(await cookieFrom(true)).toMatch(
      /^__host-session=[^;]+; path=\/; expires=[^;]+; samesite=lax; secure; httponly$/,
    );
  });

  it('reads only the cookie with the prefix __Host- behind HTTPS', async () => {
    const [victim, attacker] = [newUser(), newUser()].map((user) => cookieOf(user));
    const readAs = (cookie: string) =>
      request(appWith({ config: { COOKIE_SECURE: true } }))
        .get('/mine')
        .set('Cookie', cookie);
    expect((await readAs(`${attacker}`)).status).toBe(401);
    expect((await readAs(`${attacker}; __Host-${victim}`)).status).toBe(200);
    expect((await readAs(`__Host-${attacker}; __Host-${victim}`)).status).toBe(401);
  });

  it.each([
    ['of another path before it', (mine: string, other: string) => `${other}; ${mine}`],
    ['of another path after it', (mine: string, other: string) => `${mine}; theme=dark; ${other}`],
    ['that is the same', (mine: string) => `${mine}; ${mine}`],
  ])('takes a second cookie %s for none', async (_case, headerOf) => {
    const cookie = headerOf(cookieOf(newUser()), cookieOf(newUser()));
    expect((await request(app).get('/mine').set('Cookie', cookie)).status).toBe(401);
  });

  it('identifies the caller by a valid token', async () => {
    const user = newUser();
    const { body } = await request(app).get('/mine').set('Cookie', cookieOf(user));
    expect(body).toEqual({ ...user, iat: expect.any(Number) });
  });

  it.each(badTokens(newUser()))('rejects %s', async (_name, token) => {
    expect((await request(app).get('/mine').set('Cookie', cookieOfToken(token))).status).toBe(401);
  });
});

describe('headers', () => {
  it('sets security headers, but leaves HSTS to the gateway', async () => {
    const { headers } = await request(app).get('/list?page=1');
    expect(headers).toMatchObject({
      'content-security-policy':
        "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'",
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    expect(headers).not.toHaveProperty('strict-transport-security');
    expect(headers).not.toHaveProperty('x-powered-by');
  });

  it('sets the total and the links of a page', async () => {
    const { headers } = await request(app).get('/list?page=2&limit=10&sort=price');
    expect(headers['x-total-count']).toBe('25');
    expect(headers.link?.split(', ')).toEqual([
      '</list?page=1&limit=10&sort=price>; rel="first"',
      '</list?page=3&limit=10&sort=price>; rel="last"',
      '</list?page=1&limit=10&sort=price>; rel="prev"',
      '</list?page=3&limit=10&sort=price>; rel="next"',
    ]);
  });

  it('sets the links of a page for a request line with an invalid URL', async () => {
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const sent = get({ host: '127.0.0.1', port, path: 'http://any:99999/list?page=2&sort=price' });
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    answer.resume();
    server.close();
    expect(answer.statusCode).toBe(200);
    expect(answer.headers.link).toContain('</list?page=3&sort=price&limit=10>; rel="next"');
  });
});
