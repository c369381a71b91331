import { createServer } from 'node:http';
import next from 'next';
import { answerApiError } from './serve/api-errors.mjs';
import { rejectMethod } from './serve/methods.mjs';
import { answerUnreadableRequests, MAX_HEADER_BYTES } from './serve/unreadable-requests.mjs';

// Runs the storefront under Next's development server: dev-server.mjs
// Next's own command would leave a process behind for a moment after it has ended.

const dir = import.meta.dirname;
const { PORT = '3000', HOSTNAME: hostname = '127.0.0.1' } = process.env;
const port = Number(PORT);
const app = next({ dev: true, turbopack: true, dir, hostname, port });
await app.prepare();
const handle = app.getRequestHandler();
const server = createServer(
  { maxHeaderSize: MAX_HEADER_BYTES },
  (req, res) => void (answerApiError(req, res) || rejectMethod(req, res) || handle(req, res)),
);
answerUnreadableRequests(server);
server.on('upgrade', app.getUpgradeHandler());
server.listen(port, hostname);
for (const signal of ['SIGTERM', 'SIGINT'])
  process.on(signal, async () => {
    await app.close();
    process.exit();
  });
