import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterTest, Program } from './fixtures.ts';

describe('httpProbe', () => {
  it('sends no request to a proxy', async () => {
    const server = createServer((_, response) => response.end()).listen(0, '127.0.0.1');
    afterTest(() => server.close());
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    // Only Node 24 and later read NODE_USE_ENV_PROXY. Nothing listens on port 9.
    const proxy = { NODE_USE_ENV_PROXY: '1', HTTP_PROXY: 'http://127.0.0.1:9', NO_PROXY: '', no_proxy: '' };
    const script = `
      import { httpProbe } from 'LIB/probe.mjs';
      console.log(await httpProbe('http://127.0.0.1:${port}/')());`;
    expect(await new Program(script, [], proxy).line()).toBe('true');
  });
});
