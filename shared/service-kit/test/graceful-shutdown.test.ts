import { once } from 'node:events';
import http from 'node:http';
import express from 'express';
import { listenHttp } from '../src/http/server.ts';

const answer = async (port: number, agent: http.Agent) => {
  const [response] = await once(http.get({ port, host: '127.0.0.1', agent }), 'response');
  await once(response.resume(), 'end');
  return { status: response.statusCode, connection: response.headers.connection };
};

test('when a service leaves while a request is on its way on a kept connection, then the request is answered', async () => {
  const server = await listenHttp(
    express().get('/', (_req, res) => void res.json({})),
    '127.0.0.1',
    0,
  );
  const known = new http.Agent({ keepAlive: true });
  await answer(server.port, known);

  const late = answer(server.port, known);
  const stopped = server.stop(1000);
  expect(await late).toEqual({ status: 200, connection: 'close' });
  await stopped;
});

test('when a service is about to leave while it works on a request, then the answer asks to connect anew as well', async () => {
  const app = express();
  const server = await listenHttp(app, '127.0.0.1', 0);
  app.get('/', (_req, res) => {
    server.drain();
    res.json({});
  });
  const slow = answer(server.port, new http.Agent({ keepAlive: true }));
  expect(await slow).toEqual({ status: 200, connection: 'close' });
  await server.stop(1000);
});

test('when a service is about to leave, then it answers old and new clients and asks each to connect anew', async () => {
  const app = express().get('/', (_req, res) => void res.json({}));
  const server = await listenHttp(app, '127.0.0.1', 0);
  const known = new http.Agent({ keepAlive: true });
  const stranger = new http.Agent({ keepAlive: true });
  expect(await answer(server.port, known)).toEqual({ status: 200, connection: 'keep-alive' });

  server.drain();
  expect(await answer(server.port, known)).toEqual({ status: 200, connection: 'close' });
  expect(await answer(server.port, stranger)).toEqual({ status: 200, connection: 'close' });

  await server.stop(1000);
  await expect(answer(server.port, stranger)).rejects.toThrow('ECONNREFUSED');
});
