import { signalGroup, startedGroups } from './signal-group.mjs';

/** A signal within this time is the same Ctrl-C: npm forwards it, and the terminal sends it to this process too. */
const SAME_SIGNAL_MS = 700;

/**
 * Returns a signal that aborts at the first Ctrl-C, SIGTERM or closing of the terminal. A second Ctrl-C kills all processes
 * immediately.
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
  // Writing to a closed terminal fails, which must not end this process before it has stopped the others.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  return controller.signal;
}
