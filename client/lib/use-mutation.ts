import { useRef, useState } from 'react';
import type { Failure, Outcome } from './api';

/**
 * State of a change that a person makes: whether it is pending, has succeeded, or why it failed.
 *
 * @param mutate must not throw, as `api` does not
 * @param mode `once` ignores calls while one is pending and after one has succeeded, so that a double click sends one
 *   request; `repeat` ignores them only while one is pending; `queue` sends each call after those before it
 */
export function useMutation<Args extends unknown[], T>(
  mutate: (...args: Args) => Promise<Outcome<T>>,
  mode: 'once' | 'repeat' | 'queue' = 'once',
) {
  const [state, setState] = useState<{ pending?: true; succeeded?: true; failure?: Failure }>({});
  const locked = useRef(false);
  const last = useRef<Promise<unknown>>(Promise.resolve());

  /** Resolves to undefined when the call was ignored. */
  async function run(...args: Args): Promise<Outcome<T> | undefined> {
    if (locked.current) return undefined;
    locked.current = mode !== 'queue';
    setState({ pending: true });
    const call = last.current.then(() => mutate(...args));
    last.current = call;
    const outcome = await call;
    locked.current = mode === 'once' && outcome.ok;
    setState(outcome.ok ? { succeeded: true } : { failure: outcome });
    return outcome;
  }

  return { ...state, run, busy: state.pending || (mode === 'once' && state.succeeded) };
}
