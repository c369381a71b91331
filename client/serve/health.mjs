import http from 'node:http';

const { PORT = '3000', HOSTNAME, HEALTH_PORT } = process.env;
// Keeps the original function, because main.mjs replaces it.
const { createServer } = http;

/** Serves the health check on its own port, because every path of the storefront's port is public. */
export function serveHealth() {
  if (!HEALTH_PORT) return;
  createServer(async (_req, res) => {
    const icon = await fetch(`http://127.0.0.1:${PORT}/icon.svg`).catch(() => undefined);
    res.writeHead(icon?.ok ? 200 : 503).end();
  }).listen(Number(HEALTH_PORT), HOSTNAME);
}
