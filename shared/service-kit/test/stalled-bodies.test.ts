import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@ecommerce/test-kit';
import express, { type RequestHandler } from 'express';
import { errorHandler } from '../src/http/error-handler.ts';
import { endStalledBodies } from '../src/http/stalled-bodies.ts';
import { recordedLog } from './recorded-log.ts';

const limits = { patienceMs: 1000, minBytesPerSecond: 1000 };
const sockets: Socket[] = [];
const readJson = express.json();
const readNothing: RequestHandler = () => {};
const readLate: RequestHandler = async (req, res) => {
  await sleep(2 * limits.patienceMs);
  for await (const _chunk of req);
  res.json('read');
};

/** Sends the head of a request with a body of `length` bytes to a server with the handler. */
async function post(length: number, handler: RequestHandler, connection = 'close') {
  const app = express().use(endStalledBodies([limits]), handler, (_req, res) => void res.json('read'));
  app.use(errorHandler(recordedLog().log));
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => {});
  socket.on('close', () => server.close());
  const type = length > 99_000 ? 'image/png' : 'application/json';
  socket.write(
    `POST / HTTP/1.1\r\nHost: a\r\nConnection: ${connection}\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n`,
  );
  const response = text(socket).then((all) => {
    const [head, body = ''] = all.split('\r\n\r\n');
    return { status: Number(head?.split(' ')[1]), body: body && JSON.parse(body) };
  });
  return { socket, response };
}

/** Sends the bytes in pieces of this size, one each interval, until the connection ends. */
async function drip(socket: Socket, bytes: number, size: number, intervalMs: number) {
  for (let sent = 0; sent < bytes && !socket.destroyed; sent += size) {
    socket.write(' '.repeat(size));
    await sleep(intervalMs);
  }
}

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

const timeout = {
  status: 408,
  body: { errors: [{ code: 'request_timeout', message: expect.stringMatching(/in time.+try again/) }] },
};

describe('endStalledBodies', () => {
  it.each<[string, RequestHandler]>([
    ['the JSON parser reads', readJson],
    ['nobody reads yet', readNothing],
  ])('answers 408 to a body that stops and that %s', async (_name, reader) => {
    const { socket, response } = await post(500, reader);
    socket.write('{');
    expect(await response).toEqual(timeout);
  });

  it('fails the reader of the body, so that it frees its resources', async () => {
    const failures: unknown[] = [];
    const read: RequestHandler = (req) => void finished(req.resume()).catch((error) => failures.push(error));
    const { response } = await post(500, read);
    expect(await response).toEqual(timeout);
    await eventually(() => expect(failures).toHaveLength(1));
  });

  it('answers 408 to a body of which nothing arrives', async () => {
    const { response } = await post(500, readJson);
    expect(await response).toEqual(timeout);
  });

  it('answers 408 to a body that arrives a byte at a time', async () => {
    const { socket, response } = await post(500, readJson);
    const sending = drip(socket, 500, 1, 300);
    expect(await response).toEqual(timeout);
    await sending;
  });

  it('accepts a slow body that keeps arriving for longer', async () => {
    const { socket, response } = await post(6000, readJson);
    await drip(socket, 5900, 590, 300);
    socket.write(`{}${' '.repeat(98)}`);
    expect(await response).toEqual({ status: 200, body: 'read' });
  });

  it('accepts a pause that is shorter than its patience', async () => {
    const { socket, response } = await post(4, readJson);
    socket.write('{ ');
    await sleep(0.6 * limits.patienceMs);
    socket.write(' }');
    expect(await response).toEqual({ status: 200, body: 'read' });
  });

  it('does not blame the client while the body waits for its reader', async () => {
    const { socket, response } = await post(2_000_000, readLate);
    socket.write(Buffer.alloc(2_000_000));
    expect(await response).toEqual({ status: 200, body: 'read' });
  });

  it('closes the connection of a body that is too slow after the response', async () => {
    const answer: RequestHandler = (_req, res) => void res.json('early');
    const { socket, response } = await post(500, answer, 'keep-alive');
    await drip(socket, 500, 1, 300);
    expect((await response).status).toBe(200);
  });
});
