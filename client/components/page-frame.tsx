'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { PageSkeleton } from './skeletons';

/** Pages that load faster show no skeleton. */
const SKELETON_DELAY_MS = 200;
const MAX_WAIT_MS = 10_000;

/**
 * Shows a skeleton while the next page loads. Next's `loading.tsx` would also send it with the first HTML of every page,
 * hiding the content, and a missing page could not answer 404.
 */
export function PageFrame({ children }: { children: ReactNode }) {
  const url = `${usePathname()}?${useSearchParams()}`;
  const [leaving, setLeaving] = useState<{ from: string; to: string }>();
  const focused = useRef<Element | null>(null);
  useEffect(() => {
    let showTimer: ReturnType<typeof setTimeout> | undefined;
    let hideTimer: ReturnType<typeof setTimeout> | undefined;
    const stop = () => {
      clearTimeout(showTimer);
      clearTimeout(hideTimer);
    };
    const leave = (to: URL) => {
      if (to.origin !== location.origin || to.pathname + to.search === location.pathname + location.search)
        return;
      stop();
      showTimer = setTimeout(() => {
        focused.current = document.activeElement;
        setLeaving({ from: url, to: to.pathname });
      }, SKELETON_DELAY_MS);
      hideTimer = setTimeout(() => setLeaving(undefined), MAX_WAIT_MS);
    };
    // A prevented default means that Next, not the browser, navigates.
    const onClick = (event: MouseEvent) => {
      const link = event.target instanceof Element && event.target.closest('a');
      if (link && event.defaultPrevented) leave(new URL(link.href));
    };
    const onSubmit = (event: SubmitEvent) => {
      const form = event.target;
      if (event.defaultPrevented && form instanceof HTMLFormElement && form.role === 'search')
        leave(new URL(`?${new URLSearchParams(new FormData(form) as never)}`, form.action));
    };
    const listeners = new AbortController();
    addEventListener('click', onClick, listeners);
    addEventListener('submit', onSubmit, listeners);
    return () => {
      stop();
      setLeaving(undefined);
      listeners.abort();
    };
  }, [url]);
  const waiting = leaving?.from === url;
  // Hidden elements lose the focus, so the search field gets it back if the next page has one.
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
