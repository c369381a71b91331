import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Router } from 'express';
import request from 'supertest';
import { z } from 'zod';
import { BusUnavailable } from '../src/bus/bus.ts';
import { createServiceApp } from '../src/http/app.ts';
import { setPageHeaders } from '../src/http/pages.ts';
import { requireAuth, signToken, startSession } from '../src/http/session.ts';
import { validated } from '../src/http/validated.ts';
import { cookieOf, cookieOfToken, newUser, testConfig, testLog } from '../src/testing/fixtures.ts';

const broken = new Error('connect to db at 10.0.0.7 with secret failed');
const routes = Router()
  .get('/fails', () => {
    throw broken;
  })
  .get('/away', () => {
    throw new BusUnavailable('not connected');
  })
  .get('/mine', requireAuth, (req, res) => void res.json(req.currentUser))
  .post('/signin', (req, res) => {
    startSession(req, newUser(), testConfig);
    res.json({});
  })
  .post(
    '/parcels',
    validated({ body: z.strictObject({ weight: z.number() }) }, async ({ body }, _req, res) => {
      res.status(201).json(body);
    }),
  )
  .get('/list', (req, res) => {
    setPageHeaders(req, res, { page: Number(req.query.page), limit: 10 }, 25);
    res.json([]);
  });

const appWith = (config: Partial<typeof testConfig> = {}, isReady = async () => true) =>
  createServiceApp({ config: { ...testConfig, ...config }, log: testLog, isReady }, [routes]);
const app = appWith();

test('when a handler fails, then the answer is 500 and tells nothing of the inside', async () => {
  const { status, body } = await request(app).get('/fails');
  expect({ status, body }).toEqual({
    status: 500,
    body: { errors: [{ message: 'Something went wrong on our side' }] },
  });
});

test('when a dependency is away, then the answer is 503 and says when to come again', async () => {
  const { status, headers } = await request(app).get('/away');
  expect({ status, retryAfter: headers['retry-after'] }).toEqual({ status: 503, retryAfter: '2' });
});

test('when the service is not ready, then /readyz says so while /healthz says that it is alive', async () => {
  const starting = appWith({}, async () => false);
  expect((await request(starting).get('/readyz')).status).toBe(503);
  expect((await request(starting).get('/healthz')).status).toBe(200);
});

test('when a request names a whole address that is none, then the list has its pages all the same', async () => {
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const asked = get({ host: '127.0.0.1', port, path: 'http://any:99999/list?page=2&sort=price' });
  const [answer] = (await once(asked, 'response')) as [IncomingMessage];
  answer.resume();
  server.close();
  expect(answer.statusCode).toBe(200);
  expect(answer.headers.link).toContain('</list?page=3&sort=price&limit=10>; rel="next"');
});

const parcels = createServiceApp({ config: testConfig, log: testLog }, [
  Router().get('/api/parcels/:id', () => {}),
]);

test('when a request is for another service, then it is told to come again, not that there is no such thing', async () => {
  const { status, headers, body } = await request(parcels).post('/api/payments');
  expect({ status, retry: headers['retry-after'], body }).toEqual({
    status: 503,
    retry: '2',
    body: { errors: [{ message: '/api/payments is not answered here; try again shortly' }] },
  });
});

test.each(['/api/parcels', '/api/parcels/1/2', '/api', '/nowhere'])(
  'when %s is unknown to the service that it is for, then the answer is 404',
  async (path) => {
    expect((await request(parcels).get(path)).status).toBe(404);
  },
);

test('when a route is unknown, then the answer is 404 in the shape of every error', async () => {
  const { status, body } = await request(app).get('/nowhere');
  expect({ status, body }).toEqual({
    status: 404,
    body: { errors: [{ message: expect.stringContaining('/nowhere') }] },
  });
});

test.each([
  ['a wrong type', { weight: 'heavy' }, 'weight'],
  ['an unknown field', { weight: 1, colour: 'red' }, 'colour'],
  ['nothing', {}, 'weight'],
])('when the body holds %s, then the fault names its field', async (_name, body, field) => {
  const answer = await request(app).post('/parcels').send(body);
  expect(answer.status).toBe(400);
  expect(answer.body.errors).toMatchObject([{ field }]);
});

test('when the front is HTTPS, then the cookie is Secure; it is HttpOnly and SameSite=Lax always', async () => {
  const cookieFrom = async (COOKIE_SECURE: boolean) => {
    const answer = await request(appWith({ COOKIE_SECURE }))
      .post('/signin')
      .set({ 'X-Forwarded-Proto': 'https' });
    return answer.headers['set-cookie']?.[0]?.toLowerCase();
  };
  expect(await cookieFrom(false)).toMatch(/^session=.*samesite=lax; httponly/);
  expect(await cookieFrom(false)).not.toMatch(/; secure/);
  expect(await cookieFrom(true)).toMatch(/samesite=lax; secure; httponly/);
});

test('when anything is answered, then browsers are told what not to do with it, but nothing of HTTPS', async () => {
  const { headers } = await request(app).get('/list?page=1');
  expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'SAMEORIGIN' });
  expect(headers).not.toHaveProperty('strict-transport-security');
  expect(headers).not.toHaveProperty('x-powered-by');
});

test('when the token is good, then the caller is known', async () => {
  const user = newUser();
  const { body } = await request(app).get('/mine').set('Cookie', cookieOf(user));
  expect(body).toEqual({ ...user, iat: expect.any(Number) });
});

test('when the token is older than sessions last, then nobody is signed in', async () => {
  const token = signToken(newUser(), testConfig.JWT_KEY);
  const later = appWith({ SESSION_MAX_AGE_SECONDS: -1 });
  expect((await request(later).get('/mine').set('Cookie', cookieOfToken(token))).status).toBe(401);
});

test('when a token is signed by another key, then nobody is signed in', async () => {
  const token = signToken(newUser(), 'another key, that is not the one of the shop');
  expect((await request(app).get('/mine').set('Cookie', cookieOfToken(token))).status).toBe(401);
});

test('when a list is paged, then the total and its neighbours are told', async () => {
  const { headers } = await request(app).get('/list?page=2&limit=10&sort=price');
  expect(headers['x-total-count']).toBe('25');
  expect(headers.link?.split(', ')).toEqual([
    '</list?page=1&limit=10&sort=price>; rel="first"',
    '</list?page=3&limit=10&sort=price>; rel="last"',
    '</list?page=1&limit=10&sort=price>; rel="prev"',
    '</list?page=3&limit=10&sort=price>; rel="next"',
  ]);
});

test('when requests came, then /metrics counts them by route', async () => {
  await request(app).get('/list?page=1');
  const { text } = await request(app).get('/metrics');
  expect(text).toMatch(
    /http_request_duration_seconds_count\{method="GET",route="\/list",status="200"\} [1-9]/,
  );
});
