import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { routeFactory } from '@ecommerce/service-kit/http';
import { Metrics } from '@ecommerce/service-kit/observability';
import { errorOf, testSessions } from '@ecommerce/test-kit';
import request from 'supertest';
import { z } from 'zod';
import { createServiceApp } from '../src/http/app.ts';
import { createRouter } from '../src/http/router.ts';
import { type HttpServer, listenHttp } from '../src/http/server.ts';
import { recordedLog } from './recorded-log.ts';

const answer = { status: 200 as const, description: 'Nothing', schema: z.object({}), example: {} };
const common = { access: 'public' as const, summary: 'Do nothing', errors: [], answer, handler: () => ({}) };
const route = routeFactory<object>();
const routes = [
  route({ ...common, operationId: 'listParcels', method: 'get', path: '/api/parcels' }),
  route({ ...common, operationId: 'createParcel', method: 'post', path: '/api/parcels' }),
  route({ ...common, operationId: 'changeParcel', method: 'put', path: '/api/parcels/:id' }),
  route({ ...common, operationId: 'removeParcel', method: 'delete', path: '/api/parcels/:id' }),
];

const { log, lines } = recordedLog();
const sessions = testSessions();
const app = createServiceApp(
  {
    log,
    metrics: new Metrics(),
    sessions,
    secure: false,
    notReady: async () => [],
  },
  createRouter(routes, {}, sessions, true),
  routes.map(({ path }) => path),
);

const ofList = 'GET, HEAD, POST, OPTIONS';
const ofParcel = 'PUT, DELETE, OPTIONS';
const ofApi = 'GET, HEAD, POST, PUT, DELETE, OPTIONS';
const rejected = { status: 405, codes: ['method_not_allowed'], fields: [undefined] };

describe('a method that a path does not have', () => {
  it.each([
    ['put', '/api/parcels', ofList],
    ['delete', '/api/parcels', ofList],
    ['get', '/api/parcels/1', ofParcel],
    ['post', '/api/parcels/1', ofParcel],
    ['patch', '/api/parcels/1', ofApi],
    ['trace', '/api/parcels', ofApi],
    ['propfind', '/api/parcels', ofApi],
    ['trace', '/nowhere', ofApi],
  ] as const)('answers %s %s with 405 and the methods it has', async (method, path, allow) => {
    const response = await request(app)[method](path);
    expect(errorOf(response)).toEqual(rejected);
    expect(response.headers.allow).toBe(allow);
  });

  it('answers HEAD like GET, but without a body', async () => {
    expect((await request(app).head('/api/parcels')).status).toBe(200);
    expect(await request(app).head('/api/parcels/1')).toMatchObject({
      status: 405,
      headers: { allow: ofParcel },
    });
  });

  it('answers OPTIONS with the methods', async () => {
    const { status, headers } = await request(app).options('/api/parcels');
    expect({ status, allow: headers.allow }).toEqual({ status: 204, allow: ofList });
  });

  it('leaves no stack in the log', async () => {
    await request(app).trace('/api/parcels');
    expect(JSON.stringify(lines)).toContain('"status":405');
    expect(JSON.stringify(lines)).not.toMatch(/"stack"|\bat .*:\d+/);
  });
});

describe('a method that Node does not know', () => {
  let server: HttpServer;
  beforeAll(async () => {
    server = await listenHttp(app, '127.0.0.1', 0);
  });
  afterAll(() => server.stop(0));

  it.each(['FOO /api/parcels?a=b', 'get /api/parcels', 'CONNECT shop.example:443'])(
    'answers %s with 405',
    async (line) => {
      const socket = connect(server.port, '127.0.0.1');
      await once(socket, 'connect');
      socket.write(`${line} HTTP/1.1\r\nHost: a\r\n\r\n`);
      const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
      expect(head).toMatch(/^HTTP\/1\.1 405 /);
      expect(head).toContain(`\r\nAllow: ${ofApi}\r\n`);
      expect(JSON.parse(body).errors[0].code).toBe('method_not_allowed');
    },
  );
});
