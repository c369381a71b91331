import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Express } from 'express';

export interface HttpServer {
  port: number;
  /** Goes on answering, but tells each client not to reuse its connection. */
  drain(): void;
  /** Refuses new connections, and lets requests in flight finish for up to `graceMs` milliseconds. */
  stop(graceMs: number): Promise<void>;
}

/** After that many requests a client reconnects, which lets instances share the requests of one busy client. */
const MAX_REQUESTS_PER_CONNECTION = 4;

/** Starts to listen. @throws Error with a sentence for a person when the port is taken */
export async function listenHttp(app: Express, host: string, port: number): Promise<HttpServer> {
  let draining = false;
  let stopping = false;
  const inFlight = new Set<ServerResponse>();
  const closeAfterAnswer = (res: ServerResponse) => res.headersSent || res.setHeader('Connection', 'close');
  const server: Server = createServer((req, res) => {
    inFlight.add(res);
    if (draining) closeAfterAnswer(res);
    res.on('close', () => {
      inFlight.delete(res);
      if (stopping) setImmediate(() => server.closeIdleConnections());
    });
    app(req, res);
  });
  // Longer than the gateway keeps its idle connections, so that it never sends into one that closes.
  server.keepAliveTimeout = 100_000;
  server.maxRequestsPerSocket = MAX_REQUESTS_PER_CONNECTION;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(taken ? new Error(`Port ${port} on ${host} is taken. Set PORT to another one.`) : error);
    });
    server.listen(port, host, resolve);
  });
  const drain = () => {
    draining = true;
    for (const res of inFlight) closeAfterAnswer(res);
  };
  const stop = async (graceMs: number) => {
    drain();
    // A request that has arrived but has not been read would be reset with its connection, which counts as idle. Between
    // the first and the second turn of the event loop everything that has arrived is read.
    await nextTurn();
    await nextTurn();
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
