import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { natsStreamingProbe } from '../lib/probe.mjs';
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

/** A server that sends these bytes to each client. Returns its port. */
async function sending(answer: string): Promise<number> {
  const server = createTcpServer((socket) => {
    socket.on('error', () => {});
    socket.write(answer);
  }).listen(0, '127.0.0.1');
  afterTest(() => server.close());
  await new Promise((resolve) => server.once('listening', resolve));
  return (server.address() as AddressInfo).port;
}

describe('natsStreamingProbe', () => {
  it('succeeds when NATS Streaming answers', async () => {
    const port = Number(new URL(process.env.NATS_URL ?? '').port);
    expect(await natsStreamingProbe(port, 'ecommerce')()).toBe(true);
  });

  it('fails while NATS runs without the streaming server, which has another cluster', async () => {
    const port = Number(new URL(process.env.NATS_URL ?? '').port);
    expect(await natsStreamingProbe(port, 'another')()).toBe(false);
  });

  it('fails when nothing listens, or another program', async () => {
    const port = await sending('SSH-2.0\r\nHMSG probe 1\r\n');
    expect(await natsStreamingProbe(port, 'ecommerce')()).toBe(false);
    expect(await natsStreamingProbe(9, 'ecommerce')()).toBe(false);
  });
});
