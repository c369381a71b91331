import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import express from 'express';
import { type HttpServer, listenHttp } from '../src/http/server.ts';

let server: HttpServer;
beforeAll(async () => {
  const app = express();
  app.post('/read', async (req, res) => {
    await finished(req.resume()).catch(() => {});
    res.json('read');
  });
  app.get('/slow', async (_req, res) => {
    await sleep(300);
    res.json('answered');
  });
  app.use((_req, res) => void res.json('answered'));
  server = await listenHttp(app, '127.0.0.1', 0);
});
afterAll(() => server.stop(0));

/** Sends raw text. Returns the status and the body of the response. */
async function send(request: string) {
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(request);
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
  if (!head.includes(' 200 ')) expect(head).toMatch(/^X-Content-Type-Options: nosniff\r?$/im);
  return { status: Number(head.split(' ')[1]), body: JSON.parse(body) };
}

const withCookies = (bytes: number) =>
  `GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: ${'other=application; '.repeat(bytes / 19)}\r\n\r\n`;

describe('a request whose headers', () => {
  it('have 60 KB of cookies is answered', async () => {
    expect(await send(withCookies(60_000))).toEqual({ status: 200, body: 'answered' });
  });

  it.each([
    ['are too large', withCookies(70_000), 431, 'headers_too_large'],
    ['are no HTTP', 'nonsense\r\n\r\n', 400, 'malformed_request'],
    [
      'have a line break in a name',
      'GET / HTTP/1.1\r\nHost: a\r\nX\u0000: 1\r\n\r\n',
      400,
      'malformed_request',
    ],
    [
      'give two lengths of the body',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
      'malformed_request',
    ],
  ])('%s is answered with JSON', async (_name, request, status, code) => {
    const message = expect.any(String);
    expect(await send(request)).toEqual({ status, body: { errors: [{ code, message }] } });
  });
});

it('a body whose chunks cannot be read is answered with JSON', async () => {
  const { status, body } = await send(
    'POST /read HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n',
  );
  expect(status).toBe(400);
  expect(body.errors).toMatchObject([{ code: 'malformed_request' }]);
});

it('an error after a complete request is not taken for its response', async () => {
  const socket = connect(server.port, '127.0.0.1');
  socket.write('GET /slow HTTP/1.1\r\nHost: a\r\n\r\nnonsense\r\n\r\n');
  expect(await text(socket)).toBe('');
});
