'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { PageSkeleton } from './skeletons';

/** A page that comes sooner than this needs nothing in its place. */
const PATIENCE_MS = 200;
const GIVEN_UP_MS = 10_000;

/**
 * Shows where the next page will be while it is on its way. Not Next's `loading.tsx`: that would send bones with the
 * first HTML of every page too, with the content hidden behind them, and a page that is not there could not be a 404.
 */
export function PageFrame({ children }: { children: ReactNode }) {
  const address = `${usePathname()}?${useSearchParams()}`;
  const [leaving, setLeaving] = useState<{ from: string; to: string }>();
  const focused = useRef<Element | null>(null);
  useEffect(() => {
    let soon: ReturnType<typeof setTimeout> | undefined;
    let late: ReturnType<typeof setTimeout> | undefined;
    const stop = () => {
      clearTimeout(soon);
      clearTimeout(late);
    };
    const leave = (url: URL) => {
      if (url.origin !== location.origin || url.pathname + url.search === location.pathname + location.search)
        return;
      stop();
      soon = setTimeout(() => {
        focused.current = document.activeElement;
        setLeaving({ from: address, to: url.pathname });
      }, PATIENCE_MS);
      late = setTimeout(() => setLeaving(undefined), GIVEN_UP_MS);
    };
    // Prevented means that Next has taken it on, rather than the browser.
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element && event.target.closest('a');
      if (link && event.defaultPrevented) leave(new URL(link.href));
    };
    const onSubmit = (event: SubmitEvent) => {
      const form = event.target;
      if (event.defaultPrevented && form instanceof HTMLFormElement && form.role === 'search')
        leave(new URL(`?${new URLSearchParams(new FormData(form) as never)}`, form.action));
    };
    addEventListener('click', onClick);
    addEventListener('submit', onSubmit);
    return () => {
      stop();
      setLeaving(undefined);
      removeEventListener('click', onClick);
      removeEventListener('submit', onSubmit);
    };
  }, [address]);
  const waiting = leaving?.from === address;
  // What is hidden loses the focus; the search has it again where it is on the next page too.
  useLayoutEffect(() => {
    if (waiting || !(focused.current instanceof HTMLElement)) return;
    if (document.activeElement === document.body) focused.current.focus({ preventScroll: true });
    focused.current = null;
  }, [waiting]);
  return (
    <>
      {waiting && <PageSkeleton path={leaving.to} />}
      <div hidden={waiting}>{children}</div>
    </>
  );
}
