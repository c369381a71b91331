import { signalGroup, startedGroups } from './signal-group.mjs';

/** npm passes Ctrl-C on to this process, which got it from the terminal too: a signal this soon is the same one. */
const SAME_SIGNAL_MS = 700;

/**
 * Returns a signal that the first Ctrl-C (or SIGTERM, or the closing of the terminal) aborts; a second Ctrl-C kills
 * everything at once.
 */
export function onStopSignals() {
  const controller = new AbortController();
  let firstAt = 0;
  const stop = () => {
    if (!firstAt) {
      firstAt = Date.now();
      controller.abort();
    } else if (Date.now() - firstAt > SAME_SIGNAL_MS) {
      for (const group of startedGroups) signalGroup(group, 'SIGKILL');
      process.exit(130);
    }
  };
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(name, stop);
  // Writing to a terminal that was closed fails, which must not end this process before the others.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  return controller.signal;
}
