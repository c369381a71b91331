import { setTimeout } from 'node:timers/promises';

const GRACE_MS = 6000;
let leaving = false;

// Next would cut off whoever asks on a connection that was kept, so that we stop for it.
process.env.NEXT_MANUAL_SIG_HANDLE = 'true';

/** Asks the client to connect anew, while this process leaves. */
export const tellLeaving = (/** @type {import('node:http').ServerResponse} */ res) => {
  if (leaving) res.setHeader('Connection', 'close');
};

/** On SIGTERM and SIGINT goes on answering for DRAIN_MS, as the services do, then ends what is in hand. */
export function stopBySignal(/** @type {import('node:http').Server} */ server) {
  const stop = async () => {
    if (leaving) return;
    leaving = true;
    await setTimeout(Number(process.env.DRAIN_MS ?? 0));
    setTimeout(GRACE_MS, undefined, { ref: false }).then(() => process.exit(0));
    server.close(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
}
