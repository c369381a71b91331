import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Express } from 'express';
import { answerUnreadableRequests, MAX_HEADER_BYTES } from './unreadable-requests.ts';

export interface HttpServer {
  port: number;
  /** Continues to answer, but tells each client not to reuse its connection. */
  drain(): void;
  /** Rejects new connections, and lets requests in flight finish for up to `graceMs` milliseconds. */
  stop(graceMs: number): Promise<void>;
}

/** A client reconnects after this many requests, which spreads a busy client over the instances. */
const MAX_REQUESTS_PER_CONNECTION = 4;

/** Milliseconds for the headers of a request. */
const HEADERS_TIMEOUT_MS = 20_000;
/** Milliseconds for a request: enough for 10 MiB at 20 kB/s. The gateway's limit is the same. */
const REQUEST_TIMEOUT_MS = 10 * 60_000;
const TIMEOUT_CHECK_INTERVAL_MS = 5000;

/** Starts listening. @throws Error that says what to do when the port is in use */
export async function listenHttp(app: Express, host: string, port: number): Promise<HttpServer> {
  let draining = false;
  let stopping = false;
  const inFlight = new Set<ServerResponse>();
  const closeAfterAnswer = (res: ServerResponse) => res.headersSent || res.setHeader('Connection', 'close');
  const options = {
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: HEADERS_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionsCheckingInterval: TIMEOUT_CHECK_INTERVAL_MS,
  };
  const server: Server = createServer(options, (req, res) => {
    inFlight.add(res);
    if (draining) closeAfterAnswer(res);
    res.on('close', () => {
      inFlight.delete(res);
      if (stopping) setImmediate(() => server.closeIdleConnections());
    });
    app(req, res);
  });
  answerUnreadableRequests(server);
  // Longer than the gateway keeps idle connections, so that it never sends on one that is closing.
  server.keepAliveTimeout = 100_000;
  server.maxRequestsPerSocket = MAX_REQUESTS_PER_CONNECTION;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isInUse = error.code === 'EADDRINUSE';
      reject(
        isInUse ? new Error(`Port ${port} on ${host} is already in use. Set PORT to another port.`) : error,
      );
    });
    server.listen(port, host, resolve);
  });
  const drain = () => {
    draining = true;
    for (const res of inFlight) closeAfterAnswer(res);
  };
  const stop = async (graceMs: number) => {
    drain();
    // A connection with a request that has arrived but is not read yet counts as idle and would be reset. Two turns of
    // the event loop read everything that has arrived.
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
