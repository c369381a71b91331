import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import type { Express } from 'express';

/**
 * Listens; rejects with a sentence for a person when the port is taken.
 * @returns the port; `drain`, which goes on answering but tells each client not to use its connection again; and
 * `stop`, which also refuses new connections, and lets requests in hand end for up to `graceMs` milliseconds
 */
export async function listenHttp(app: Express, host: string, port: number) {
  let draining = false;
  let stopping = false;
  const inHand = new Set<ServerResponse>();
  const askToConnectAnew = (res: ServerResponse) => res.headersSent || res.setHeader('Connection', 'close');
  const server: Server = createServer((req, res) => {
    inHand.add(res);
    if (draining) askToConnectAnew(res);
    res.on('close', () => {
      inHand.delete(res);
      if (stopping) setImmediate(() => server.closeIdleConnections());
    });
    app(req, res);
  });
  // Longer than the gateway keeps its idle connections, so that it never sends into one we are closing.
  server.keepAliveTimeout = 100_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(taken ? new Error(`Port ${port} on ${host} is taken; set PORT to another one`) : error);
    });
    server.listen(port, host, resolve);
  });
  const drain = () => {
    draining = true;
    for (const res of inHand) askToConnectAnew(res);
  };
  const stop = async (graceMs: number) => {
    drain();
    // A request that has come but has not been read yet would be reset with its connection, which counts as idle. Between
    // the first and the second turn of the event loop everything is read that is there.
    await turn();
    await turn();
    stopping = true;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => server.closeAllConnections(), graceMs);
      server.close(() => {
        clearTimeout(timer);
        resolve();
      });
      server.closeIdleConnections();
    });
  };
  return { port: (server.address() as AddressInfo).port, drain, stop };
}
