import http from 'node:http';
import { answerApiError } from './api-errors.mjs';
import { serveCompressed } from './compressed.mjs';
import { serveHealth } from './health.mjs';
import { rejectMethod } from './methods.mjs';
import { cachePages } from './page-cache.mjs';
import { withCharset } from './response-headers.mjs';
import { shutDownOnSignal } from './shutdown.mjs';
import { answerUnreadableRequests, MAX_HEADER_BYTES } from './unreadable-requests.mjs';

const { createServer } = http;
/** Visitors send headers only, so a request that takes longer is stuck. */
const TIMEOUTS = { headersTimeout: 20_000, requestTimeout: 60_000, connectionsCheckingInterval: 5000 };
/** Wraps the one server that Next creates. */
http.createServer = (/** @type {any} */ listener) => {
  const handle = cachePages(withCharset(listener));
  const server = createServer(
    { maxHeaderSize: MAX_HEADER_BYTES, ...TIMEOUTS },
    (req, res) =>
      serveCompressed(req, res) || answerApiError(req, res) || rejectMethod(req, res) || handle(req, res),
  );
  answerUnreadableRequests(server);
  shutDownOnSignal(server);
  return server;
};

// @ts-expect-error: the build creates this file
await import('../server.js');
serveHealth();
