import http from 'node:http';
import { serveCompressed } from './compressed.mjs';
import { serveHealth } from './health.mjs';
import { cachePages } from './page-cache.mjs';
import { shutDownOnSignal } from './shutdown.mjs';

const { createServer } = http;
/** Wraps the one server that Next creates. */
http.createServer = (/** @type {any} */ listener) => {
  const handle = cachePages(listener);
  const server = createServer((req, res) => serveCompressed(req, res) || handle(req, res));
  shutDownOnSignal(server);
  return server;
};

// @ts-expect-error: the build creates this file
await import('../server.js');
serveHealth();
