import { readdirSync, readFileSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';

// Runs Next's server, and answers for the scripts and styles that were compressed at the build: Next would compress them
// anew for each visitor, and into a fifth more bytes.
const types = { js: 'text/javascript; charset=utf-8', css: 'text/css; charset=utf-8' };
const folder = join(import.meta.dirname, '.next/static');
const files = new Map(
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.br'))
    .map((name) => [`/_next/static/${name.slice(0, -3)}`, readFileSync(join(folder, name))]),
);

/** @returns {boolean} whether it answered */
function answer(/** @type {http.IncomingMessage} */ req, /** @type {http.ServerResponse} */ res) {
  const path = (req.url ?? '').split('?')[0] ?? '';
  const file = files.get(path);
  if (!file || (req.method !== 'GET' && req.method !== 'HEAD')) return false;
  if (!/\bbr\b/.test(String(req.headers['accept-encoding']))) return false;
  res.writeHead(200, {
    'Content-Type': path.endsWith('.css') ? types.css : types.js,
    'Content-Encoding': 'br',
    'Content-Length': file.length,
    // Another content has another name.
    'Cache-Control': 'public, max-age=31536000, immutable',
    Vary: 'Accept-Encoding',
    'X-Content-Type-Options': 'nosniff',
  });
  res.end(req.method === 'GET' ? file : undefined);
  return true;
}

const { createServer } = http;
/** Next hands over one listener, and takes the server. */
http.createServer = (/** @type {any} */ listener) =>
  createServer((req, res) => {
    if (!answer(req, res)) listener(req, res);
  });

// @ts-expect-error: there once it is built
await import('./server.js');

// On a port of its own, so that no gateway has to hide it: every path of the other one is public.
const { PORT = '3000', HOSTNAME, HEALTH_PORT } = process.env;
if (HEALTH_PORT) {
  createServer(async (_req, res) => {
    const page = await fetch(`http://127.0.0.1:${PORT}/icon.svg`).catch(() => undefined);
    res.writeHead(page?.ok ? 200 : 503).end();
  }).listen(Number(HEALTH_PORT), HOSTNAME);
}
