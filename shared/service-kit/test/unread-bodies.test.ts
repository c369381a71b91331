import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@ecommerce/test-kit';
import express from 'express';
import { errorHandler } from '../src/http/error-handler.ts';
import { ApiError } from '../src/http/errors.ts';
import { recordedLog } from './recorded-log.ts';

const MiB = 2 ** 20;
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

/** Sends the head of a request to a server that rejects it without reading its body. */
async function post(header: string) {
  const app = express().use(() => {
    throw new ApiError('not_signed_in');
  });
  app.use(errorHandler(recordedLog().log));
  const server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  sockets.push(socket);
  const read = { text: '', bytes: 0 };
  server.on('connection', (peer) => {
    peer.on('close', () => {
      read.bytes = peer.bytesRead;
      server.close();
    });
  });
  socket.on('data', (data) => {
    read.text += data;
  });
  socket.on('error', () => {});
  socket.write(`POST / HTTP/1.1\r\nHost: a\r\n${header}\r\n\r\n`);
  const send = (bytes: number) =>
    new Promise<unknown>((resolve) => {
      socket.write(Buffer.alloc(bytes), resolve);
      socket.once('close', resolve);
    });
  return { socket, read, send };
}

const chunk = (bytes: number) =>
  Buffer.concat([Buffer.from(`${bytes.toString(16)}\r\n`), Buffer.alloc(bytes), Buffer.from('\r\n')]);

describe('an error before the body has arrived', () => {
  it('is answered when the body has ended', async () => {
    const { read, send } = await post(`Content-Length: ${MiB}`);
    await send(MiB - 1);
    await sleep(100);
    expect(read.text).toBe('');
    await send(1);
    await eventually(() => expect(read.text).toMatch(/^HTTP\/1.1 401 [\s\S]*not_signed_in/));
  });

  it('leaves the connection usable', async () => {
    const { socket, read, send } = await post(`Content-Length: ${MiB}`);
    await send(MiB);
    socket.write('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n');
    await eventually(() => expect(read.text.match(/401/g)).toHaveLength(2));
  });

  it('is answered at once when the body is too large to be discarded', async () => {
    const { read } = await post(`Content-Length: ${64 * MiB}`);
    await eventually(() => expect(read.text).toMatch(/^HTTP\/1.1 401 /));
  });

  it('is answered while a body of unknown length goes on, of which little is read', async () => {
    const { socket, read } = await post('Transfer-Encoding: chunked');
    let sent = 0;
    while (!socket.destroyed && sent < 64 * MiB) {
      socket.write(chunk(MiB / 4));
      sent += MiB / 4;
      await sleep(1);
    }
    await eventually(() => expect(socket.destroyed).toBe(true));
    expect(read.text).toMatch(/^HTTP\/1.1 401 /);
    await eventually(() => expect(read.bytes).toBeGreaterThan(0));
    expect(read.bytes).toBeLessThan(16 * MiB);
  });
});
