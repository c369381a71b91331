import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { rejectMethod } from '../serve/methods.mjs';
import { answerUnreadableRequests } from '../serve/unreadable-requests.mjs';

let server: Server;
beforeAll(async () => {
  server = createServer((req, res) => void (rejectMethod(req, res) || res.end('a page')));
  answerUnreadableRequests(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => void server.close());

/** Sends a request, with any method. */
async function send(line: string) {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(`${line} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
  return { status: Number(head.split(' ')[1]), allow: /^allow: (.*)\r$/im.exec(head)?.[1], body };
}

describe('the storefront', () => {
  it.each([
    'TRACE /',
    'PUT /cart',
    'DELETE /orders?page=1',
    'PROPFIND /',
    'FOO /',
    'CONNECT shop.example:443',
  ])('answers %s with 405', async (line) => {
    const { status, allow, body } = await send(line);
    expect({ status, allow }).toEqual({ status: 405, allow: 'GET, HEAD, POST, OPTIONS' });
    const [method, target = ''] = line.split(' ');
    const message = `${method} is not possible for ${target.split('?')[0]}.`;
    expect(JSON.parse(body)).toEqual({ errors: [{ code: 'method_not_allowed', message }] });
  });

  it.each(['GET /', 'POST /signin', 'OPTIONS /'])('passes %s on to the pages', async (line) => {
    expect((await send(line)).status).toBe(200);
  });

  it('answers what is no HTTP with 400', async () => {
    expect((await send('nonsense')).status).toBe(400);
  });
});
