import http from 'node:http';

const { PORT = '3000', HOSTNAME, HEALTH_PORT } = process.env;
// Before main.mjs puts the storefront's own in its place.
const { createServer } = http;

/** On a port of its own, so that no gateway has to hide it: every path of the other one is public. */
export function tellHealth() {
  if (!HEALTH_PORT) return;
  createServer(async (_req, res) => {
    const page = await fetch(`http://127.0.0.1:${PORT}/icon.svg`).catch(() => undefined);
    res.writeHead(page?.ok ? 200 : 503).end();
  }).listen(Number(HEALTH_PORT), HOSTNAME);
}
