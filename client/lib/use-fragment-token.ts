import { useSyncExternalStore } from 'react';

function subscribe(onChange: () => void) {
  addEventListener('hashchange', onChange);
  return () => removeEventListener('hashchange', onChange);
}

/** The token in the fragment of the page's URL, which no server sees; null without one, and undefined on the server. */
export const useFragmentToken = (): string | null | undefined =>
  useSyncExternalStore(
    subscribe,
    () => new URLSearchParams(location.hash.slice(1)).get('token'),
    () => undefined,
  );
