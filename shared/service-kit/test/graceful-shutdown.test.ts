import { once } from 'node:events';
import http from 'node:http';
import express from 'express';
import { listenHttp } from '../src/http/server.ts';

const newAgent = () => new http.Agent({ keepAlive: true });

const answer = async (port: number, agent: http.Agent) => {
  const [response] = await once(http.get({ port, host: '127.0.0.1', agent }), 'response');
  await once(response.resume(), 'end');
  return { status: response.statusCode, connection: response.headers.connection };
};

/** Starts a server that calls `onRequest` before each answer. */
async function startServer(onRequest: () => void = () => {}) {
  const app = express().get('/', (_req, res) => {
    onRequest();
    res.json({});
  });
  return listenHttp(app, '127.0.0.1', 0);
}

describe('the HTTP server', () => {
  it('makes a client reconnect after four requests', async () => {
    const server = await startServer();
    const client = newAgent();
    const connections: (string | undefined)[] = [];
    for (let count = 0; count < 5; count++) connections.push((await answer(server.port, client)).connection);
    expect(connections).toEqual(['keep-alive', 'keep-alive', 'keep-alive', 'close', 'keep-alive']);
    await server.stop(1000);
  });
});

describe('graceful shutdown of the HTTP server', () => {
  it('answers a request that is in transit on a keep-alive connection', async () => {
    const server = await startServer();
    const known = newAgent();
    await answer(server.port, known);

    const response = answer(server.port, known);
    const stopped = server.stop(1000);
    expect(await response).toEqual({ status: 200, connection: 'close' });
    await stopped;
  });

  it('asks the client of a request in flight to reconnect on drain', async () => {
    const server = await startServer(() => server.drain());
    expect(await answer(server.port, newAgent())).toEqual({ status: 200, connection: 'close' });
    await server.stop(1000);
  });

  it('answers old and new clients during the drain, and asks each to reconnect', async () => {
    const server = await startServer();
    const [known, stranger] = [newAgent(), newAgent()];
    expect(await answer(server.port, known)).toEqual({ status: 200, connection: 'keep-alive' });

    server.drain();
    expect(await answer(server.port, known)).toEqual({ status: 200, connection: 'close' });
    expect(await answer(server.port, stranger)).toEqual({ status: 200, connection: 'close' });

    await server.stop(1000);
    await expect(answer(server.port, stranger)).rejects.toThrow('ECONNREFUSED');
  });
});
