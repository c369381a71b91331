import { setTimeout } from 'node:timers/promises';

const TIMEOUT_MS = 6000;

// Next's own handler would close keep-alive connections in the middle of a request.
process.env.NEXT_MANUAL_SIG_HANDLE = 'true';

/** On SIGTERM or SIGINT: accepts requests for another DRAIN_MS, as the services do, finishes open requests and exits. */
export function shutDownOnSignal(/** @type {import('node:http').Server} */ server) {
  let stopping = false;
  const shutDown = async () => {
    if (stopping) return;
    stopping = true;
    // Makes clients open their next connection to another instance.
    server.prependListener('request', (_req, res) => res.setHeader('Connection', 'close'));
    await setTimeout(Number(process.env.DRAIN_MS ?? 0));
    server.close(() => process.exit(0));
    await setTimeout(TIMEOUT_MS, undefined, { ref: false });
    console.error('graceful shutdown timed out; forcing exit');
    process.exit(1);
  };
  process.on('SIGTERM', shutDown);
  process.on('SIGINT', shutDown);
}
