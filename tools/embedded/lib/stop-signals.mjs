import { signalGroup, startedGroups } from './signal-group.mjs';

/** npm passes Ctrl-C on to us, who got it from the terminal already: what comes this soon is the same one. */
const sameMs = 700;

/**
 * The first Ctrl-C (or SIGTERM, or the closing of the terminal) aborts the returned signal; a second one kills
 * everything at once.
 */
export function onStopSignals() {
  const controller = new AbortController();
  let first = 0;
  const stop = () => {
    if (!first) {
      first = Date.now();
      controller.abort();
    } else if (Date.now() - first > sameMs) {
      for (const group of startedGroups) signalGroup(group, 'SIGKILL');
      process.exit(130);
    }
  };
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(name, stop);
  // A terminal that was closed takes no more output; that must not end us before the others.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
  return controller.signal;
}
