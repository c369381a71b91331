import http from 'node:http';

const { PORT = '3000', HOSTNAME, HEALTH_PORT } = process.env;
// Taken before main.mjs replaces it with the storefront's own.
const { createServer } = http;

/** The health check has its own port, since every path of the storefront's port is public. */
export function serveHealth() {
  if (!HEALTH_PORT) return;
  createServer(async (_req, res) => {
    const icon = await fetch(`http://127.0.0.1:${PORT}/icon.svg`).catch(() => undefined);
    res.writeHead(icon?.ok ? 200 : 503).end();
  }).listen(Number(HEALTH_PORT), HOSTNAME);
}
