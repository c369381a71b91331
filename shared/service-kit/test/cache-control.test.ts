import { ApiError, routeFactory } from '@ecommerce/service-kit/http';
import { Metrics } from '@ecommerce/service-kit/observability';
import { cookieOf, newUser, testLog, testSessions } from '@ecommerce/test-kit';
import request from 'supertest';
import { z } from 'zod';
import { createServiceApp } from '../src/http/app.ts';
import { createRouter } from '../src/http/router.ts';

const answer = { status: 200 as const, description: 'Nothing', schema: z.object({}), example: {} };
const common = { method: 'get' as const, summary: 'Do nothing', errors: [], answer, handler: () => ({}) };
const route = routeFactory<object>();
const routes = [
  route({ ...common, operationId: 'mine', path: '/mine', access: 'signedIn' }),
  route({ ...common, operationId: 'list', path: '/list', access: 'optionalSession' }),
  route({ ...common, operationId: 'show', path: '/public', access: 'public' }),
  route({ ...common, operationId: 'create', path: '/public', access: 'public', method: 'post' }),
  route({
    ...common,
    operationId: 'fails',
    path: '/fails',
    access: 'public',
    handler: () => {
      throw new ApiError('not_found');
    },
  }),
];
const sessions = testSessions();
const app = createServiceApp(
  {
    log: testLog,
    metrics: new Metrics(),
    sessions,
    secure: false,
    notReady: async () => [],
  },
  createRouter(routes, {}, sessions),
  routes.map(({ path }) => path),
);

const cookie = cookieOf(newUser());
const cacheControl = async (sent: PromiseLike<request.Response>) => {
  const { status, headers } = await sent;
  return `${status} ${headers['cache-control']}`;
};
const get = (path: string, headers = {}) => cacheControl(request(app).get(path).set(headers));

describe('Cache-Control', () => {
  it.each([
    ['a route for signed-in callers', '/mine', { cookie }, 200],
    ['an optional session', '/list', { cookie }, 200],
    ['a missing session', '/mine', {}, 401],
    ['an error of a public route', '/fails', {}, 404],
    ['an unknown path', '/nowhere', { cookie }, 404],
  ])('is no-store for %s', async (_case, path, headers, status) => {
    expect(await get(path, headers)).toBe(`${status} no-store`);
  });

  it('is no-store for changes, and for errors before the route', async () => {
    const post = request(app).post('/public').set({ cookie });
    expect(await cacheControl(post)).toBe('200 no-store');
    const invalid = request(app).post('/public').set({ cookie }).type('application/json').send('{');
    expect(await cacheControl(invalid)).toBe('400 no-store');
  });

  it.each([
    ['a public route', '/public', { cookie }],
    ['an optional session that is missing', '/list', {}],
  ])('is absent for %s, whose response is the same for everyone', async (_case, path, headers) => {
    expect(await get(path, headers)).toBe('200 undefined');
  });
});
