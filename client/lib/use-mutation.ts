import { useRef, useState } from 'react';
import type { Failure, Outcome } from './api';

/**
 * Runs a change and tracks its state: pending, succeeded or failed.
 *
 * @param mutate must not throw; `outcomeOf` does not
 * @param mode `once` ignores calls while one is pending or after one succeeded, so a double click sends one request;
 *   `repeat` ignores calls only while one is pending; `queue` sends each call after the earlier ones
 */
export function useMutation<Args extends unknown[], T>(
  mutate: (...args: Args) => Promise<Outcome<T>>,
  mode: 'once' | 'repeat' | 'queue' = 'once',
) {
  const [state, setState] = useState<{ pending?: true; succeeded?: true; failure?: Failure }>({});
  const locked = useRef(false);
  const last = useRef<Promise<unknown>>(Promise.resolve());

  /** @returns undefined if the call was ignored */
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

  /** Forgets the failure. */
  const reset = () => setState(({ failure, ...rest }) => rest);

  return { ...state, run, reset, busy: state.pending || (mode === 'once' && state.succeeded) };
}
