import http from 'node:http';
import { answerCompressed } from './compressed.mjs';
import { tellHealth } from './health.mjs';
import { stopBySignal, tellLeaving } from './stop.mjs';

const { createServer } = http;
/** Next hands over one listener, and takes the server. */
http.createServer = (/** @type {any} */ listener) => {
  const server = createServer((req, res) => {
    tellLeaving(res);
    if (!answerCompressed(req, res)) listener(req, res);
  });
  stopBySignal(server);
  return server;
};

// @ts-expect-error: there once it is built
await import('../server.js');
tellHealth();
