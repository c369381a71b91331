import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '@ecommerce/service-kit/http';
import { bindLogFields, Metrics } from '@ecommerce/service-kit/observability';
import { cookieOf, eventually, newUser, testSessions } from '@ecommerce/test-kit';
import { Router } from 'express';
import request from 'supertest';
import { createServiceApp } from '../src/http/app.ts';
import { recordedLog } from './recorded-log.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const { log, lines } = recordedLog();
const sessions = testSessions();
const routes = Router()
  .post('/orders/:id', (req, res) => {
    bindLogFields({ orderId: req.params.id });
    log.info('order created');
    res.json({});
  })
  .delete('/orders/:id', sessions.required, (req) => {
    bindLogFields({ orderId: String(req.params.id) });
    throw new ApiError('not_owner');
  })
  .get('/slow', async (_req, res) => {
    bindLogFields({ orderId: 'slow' });
    await sleep(500);
    res.json({});
  });
const parts = {
  log,
  metrics: new Metrics(),
  sessions,
  secure: false,
  notReady: async () => [],
};
const app = createServiceApp(parts, routes, ['/orders/:id', '/slow']);

const linesOf = (orderId: string) => lines.filter((line) => line.orderId === orderId);

describe('the trace of a request', () => {
  it.each([
    ['a traceparent', { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` }, TRACE],
    ['the id of an ingress', { 'X-Request-Id': TRACE }, TRACE],
    ['a UUID', { 'X-Request-Id': '4BF92F35-77B3-4DA6-A3CE-929D0E0E4736' }, TRACE],
    ['an id of zeros', { 'X-Request-Id': '0'.repeat(32) }, /^(?!0{32})[0-9a-f]{32}$/],
    ['free text of the caller', { 'X-Request-Id': 'x" or "1' }, /^[0-9a-f]{32}$/],
    ['nothing', {}, /^[0-9a-f]{32}$/],
  ])('is the same in the answer and in the log for %s', async (name, headers, expected) => {
    const orderId = name.replaceAll(' ', '-');
    const answer = await request(app).post(`/orders/${orderId}`).set(headers);
    const id = answer.headers['x-request-id'];
    expect(id).toMatch(expected);
    await eventually(() => linesOf(orderId).length === 2);
    expect(linesOf(orderId)).toMatchObject([
      { msg: 'order created', trace: id },
      { msg: 'request completed', trace: id, req: { method: 'POST' }, res: { status: 200 } },
    ]);
  });

  it('is in the log of a request whose client disconnected', async () => {
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const disconnect = new AbortController();
    const call = fetch(`http://127.0.0.1:${port}/slow`, {
      signal: disconnect.signal,
      headers: { 'X-Request-Id': TRACE },
    });
    setTimeout(() => disconnect.abort(), 100);
    await expect(call).rejects.toThrow('aborted');
    await eventually(() => linesOf('slow').length === 1);
    expect(linesOf('slow')).toMatchObject([{ msg: 'request aborted', trace: TRACE }]);
    server.close();
  });
});

describe('the log of a rejected request', () => {
  it('names the caller and the error code', async () => {
    const user = newUser();
    await request(app).delete('/orders/foreign').set('Cookie', cookieOf(user));
    await eventually(() => linesOf('foreign').length === 1);
    expect(linesOf('foreign')).toMatchObject([
      { msg: 'request completed', res: { status: 401 }, userId: user.id, errorCode: 'not_owner' },
    ]);
  });

  it('names no caller without a session', async () => {
    await request(app).post('/orders/unknown');
    await eventually(() => linesOf('unknown').length === 2);
    expect(linesOf('unknown')[1]).not.toHaveProperty('userId');
  });
});
