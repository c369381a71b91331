import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Router } from 'express';
import request from 'supertest';
import { note } from '../src/context.ts';
import { createServiceApp } from '../src/http/app.ts';
import { createLogger } from '../src/logger.ts';
import { eventually } from '../src/testing/eventually.ts';
import { testConfig } from '../src/testing/fixtures.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const lines: string[] = [];
const log = createLogger('test', 'info', { write: (line) => void lines.push(line) });
const routes = Router()
  .post('/orders/:id', (req, res) => {
    note({ orderId: req.params.id });
    log.info('made it');
    res.json({});
  })
  .get('/slow', async (_req, res) => {
    note({ orderId: 'slow' });
    await sleep(500);
    res.json({});
  });
const app = createServiceApp({ config: testConfig, log }, [routes]);

const linesOf = (orderId: string) =>
  lines.map((line) => JSON.parse(line)).filter((line) => line.orderId === orderId);

test.each([
  ['a traceparent', { traceparent: `00-${TRACE}-00f067aa0ba902b7-01` }, TRACE],
  ['the id of an ingress', { 'X-Request-Id': TRACE }, TRACE],
  ['a UUID', { 'X-Request-Id': '4BF92F35-77B3-4DA6-A3CE-929D0E0E4736' }, TRACE],
  ['an id of nothing', { 'X-Request-Id': '0'.repeat(32) }, /^(?!0{32})[0-9a-f]{32}$/],
  ['words of a stranger', { 'X-Request-Id': 'x" or "1' }, /^[0-9a-f]{32}$/],
  ['nothing', {}, /^[0-9a-f]{32}$/],
])('when a request brings %s, then its answer and its lines have one id', async (name, headers, expected) => {
  const orderId = name.replaceAll(' ', '-');
  const answer = await request(app).post(`/orders/${orderId}`).set(headers);
  const id = answer.headers['x-request-id'];
  expect(id).toMatch(expected);
  await eventually(() => linesOf(orderId).length === 2);
  expect(linesOf(orderId)).toMatchObject([
    { msg: 'made it', trace: id },
    { msg: 'request completed', trace: id, req: { method: 'POST' }, res: { status: 200 } },
  ]);
});

test('when the caller does not wait for the answer, then the line of the request still has its id', async () => {
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const gone = new AbortController();
  const call = fetch(`http://127.0.0.1:${port}/slow`, {
    signal: gone.signal,
    headers: { 'X-Request-Id': TRACE },
  });
  setTimeout(() => gone.abort(), 100);
  await expect(call).rejects.toThrow('aborted');
  await eventually(() => linesOf('slow').length === 1);
  expect(linesOf('slow')).toMatchObject([{ msg: 'request aborted', trace: TRACE }]);
  server.close();
});
