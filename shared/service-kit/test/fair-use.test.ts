import { routeFactory } from '@ecommerce/service-kit/http';
import { Metrics } from '@ecommerce/service-kit/observability';
import { cookieOf, newUser, testLog, testSessions } from '@ecommerce/test-kit';
import request from 'supertest';
import { z } from 'zod';
import { createServiceApp } from '../src/http/app.ts';
import { defaultLimits, FairUse } from '../src/http/fair-use.ts';
import { createRouter } from '../src/http/router.ts';

const route = routeFactory<object>();
const common = {
  operationId: 'listParcels',
  method: 'get' as const,
  access: 'public' as const,
  summary: 'List parcels',
  answer: { status: 200 as const, description: 'Nothing', schema: z.object({}), example: {} },
  errors: [],
  handler: () => ({}),
};
const routes = [
  route({ ...common, path: '/parcels', access: 'optionalSession' }),
  route({ ...common, method: 'post', path: '/parcels', access: 'optionalSession' }),
  route({ ...common, method: 'post', path: '/labels', limit: { of: 'labels', requests: 2, seconds: 60 } }),
];

/** 4 requests of a user, 20 of a place, and one that changes something. */
const FACTOR = 1 / 1500;

function openApp(factor = FACTOR) {
  const fairUse = new FairUse(factor);
  const sessions = testSessions();
  const parts = {
    log: testLog,
    metrics: new Metrics(),
    sessions,
    secure: false,
    notReady: async () => [],
    fairUse,
  };
  const router = createRouter(routes, {}, sessions, true, fairUse);
  const app = createServiceApp(parts, router, ['/parcels', '/labels']);
  const send = (method: 'get' | 'post', path: string, headers: Record<string, string>) =>
    request(app)[method](path).set(headers);
  /** Sends requests one after another. @returns how many were accepted, and the last answer */
  const sendMany = async (count: number, ...args: Parameters<typeof send>) => {
    const answers = [];
    for (let sent = 0; sent < count; sent++) answers.push(await send(...args));
    return {
      accepted: answers.filter(({ status }) => status === 200).length,
      last: answers[count - 1] as request.Response,
    };
  };
  return { send, sendMany };
}

const from = (place: string) => ({ 'X-Forwarded-For': place });
const { ofUser, ofPlace } = defaultLimits;

describe('limits of requests', () => {
  it('answer 429 with the time to wait, in the format of all errors', async () => {
    const { sendMany } = openApp();
    const { last } = await sendMany(22, 'get', '/parcels', from('203.0.113.7'));
    expect(last.status).toBe(429);
    expect(last.body).toMatchObject({ errors: [{ code: 'too_many_requests' }] });
    expect(Number(last.headers['retry-after'])).toBeGreaterThanOrEqual(1);
  });

  it.each([
    ['a user', ofUser, { Cookie: cookieOf(newUser()), ...from('203.0.113.7') }],
    ['a place', ofPlace, from('203.0.113.7')],
  ])('count all requests of %s, and the unsafe ones again', async (_name, limits, headers) => {
    const { sendMany } = openApp();
    const { accepted } = await sendMany(22, 'get', '/parcels', headers);
    // A slow machine may take as long as one more needs.
    expect(accepted - Math.floor(limits.requests.requests * FACTOR)).toBeLessThanOrEqual(1);
    const unsafe = await openApp().sendMany(3, 'post', '/parcels', headers);
    expect(unsafe.accepted).toBe(Math.floor(limits.unsafeRequests.requests * FACTOR));
  });

  it('follow users from place to place, and spare others at the same place', async () => {
    const { sendMany, send } = openApp();
    const user = { Cookie: cookieOf(newUser()) };
    await sendMany(6, 'get', '/parcels', { ...user, ...from('203.0.113.7') });
    await send('get', '/parcels', { ...user, ...from('203.0.113.8') }).expect(429);
    await send('get', '/parcels', from('203.0.113.7')).expect(200);
    await send('get', '/parcels', { Cookie: cookieOf(newUser()), ...from('203.0.113.7') }).expect(200);
  });

  it('count the addresses of an IPv6 network as one place', async () => {
    const { sendMany, send } = openApp();
    await sendMany(22, 'get', '/parcels', from('2001:db8::1'));
    await send('get', '/parcels', from('2001:db8::2')).expect(429);
    await send('get', '/parcels', from('2001:db8:0:1::1')).expect(200);
  });

  it('spare requests from inside the shop that are sent for no user', async () => {
    const { sendMany } = openApp();
    expect(await sendMany(22, 'get', '/parcels', {})).toMatchObject({ accepted: 22 });
    expect(await sendMany(22, 'get', '/parcels', { Cookie: cookieOf(newUser()) })).toMatchObject({
      accepted: 4,
    });
  });

  it('count malformed requests and unknown paths', async () => {
    const { sendMany, send } = openApp();
    await sendMany(11, 'get', '/nothing', from('203.0.113.7'));
    await sendMany(11, 'get', '/%', from('203.0.113.7'));
    await send('get', '/parcels', from('203.0.113.7')).expect(429);
  });
});

describe('the limit of a route', () => {
  it('counts its requests only, and names them', async () => {
    const { sendMany, send } = openApp(1);
    const { accepted, last } = await sendMany(4, 'post', '/labels', from('203.0.113.9'));
    expect(accepted).toBe(2);
    expect(last.body.errors).toEqual([
      { code: 'too_many_requests', message: 'Too many labels. Try again later.' },
    ]);
    await send('post', '/parcels', from('203.0.113.9')).expect(200);
  });
});
