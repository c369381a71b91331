import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { withCharset } from '../serve/response-headers.mjs';

/** The `Content-Type` that a browser gets for one that Next sets. */
async function sent(type: string | string[]): Promise<string | null> {
  const listener = withCharset((_req, res) => {
    res.setHeader('content-type', type);
    res.end();
  });
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { headers } = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  server.close();
  return headers.get('content-type');
}

describe('withCharset', () => {
  it.each([
    ['text/x-component', 'text/x-component; charset=utf-8'],
    [['image/svg+xml'], 'image/svg+xml; charset=utf-8'],
    ['text/html; charset=utf-8', 'text/html; charset=utf-8'],
    ['image/png', 'image/png'],
  ])('sends %j as %s', async (type, expected) => {
    expect(await sent(type)).toBe(expected);
  });
});
