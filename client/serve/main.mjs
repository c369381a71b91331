import http from 'node:http';
import { serveCompressed } from './compressed.mjs';
import { serveHealth } from './health.mjs';
import { cachePages } from './page-cache.mjs';
import { shutDownOnSignal } from './shutdown.mjs';
import { answerUnreadableRequests, MAX_HEADER_BYTES } from './too-many-cookies.mjs';

const { createServer } = http;
/** Wraps the one server that Next creates. */
http.createServer = (/** @type {any} */ listener) => {
  const handle = cachePages(listener);
  const server = createServer(
    { maxHeaderSize: MAX_HEADER_BYTES },
    (req, res) => serveCompressed(req, res) || handle(req, res),
  );
  answerUnreadableRequests(server);
  shutDownOnSignal(server);
  return server;
};

// @ts-expect-error: the build creates this file
await import('../server.js');
serveHealth();
